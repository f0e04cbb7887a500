import { createHash, timingSafeEqual } from "node:crypto";
import { environmentHeader } from "../../contract/routes.ts";
import type { Organization, ServiceConfig } from "../config.ts";
import { apiOriginOf } from "../config.ts";
import type { AgentVerdict, TokenVerdict } from "./genesys-tokens.ts";
import { checkAgent, checkToken } from "./genesys-tokens.ts";
import type { Principal } from "./principal.ts";
import type { Refused } from "./problem.ts";
import { refuse } from "./problem.ts";
import { createTokenCache } from "./token-cache.ts";

export interface Credentials {
  /** Who sends a request with these two headers. */
  identify(
    authorization: string | null,
    environment: string | null,
  ): Promise<{ readonly ok: true; readonly principal: Principal } | Refused>;
  /** Whether a credential that was identified before is still good, as far as that can be known right now. */
  stillHolds(authorization: string | null, environment: string | null): Promise<boolean>;
}

export interface CredentialsDeps {
  readonly config: ServiceConfig;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

const timeout = 5000;
const bearer = /^Bearer +(\S{1,8192})$/i;
const tokenSyntax = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Service keys are compared in constant time; any other bearer is an agent's token and is checked with Genesys Cloud. */
export function createCredentials({ config, fetch, now }: CredentialsDeps): Credentials {
  const { organizations } = config;
  const serviceKeys = organizations.flatMap((organization) =>
    organization.serviceKeys.map(({ name, sha256, scopes }) => ({
      hash: Buffer.from(sha256, "hex"),
      principal: { organization, type: "service", id: name, scopes } satisfies Principal,
    })),
  );
  const agents = createTokenCache<Extract<AgentVerdict, { ok: true }>>({ now });
  const tokens = createTokenCache<Extract<TokenVerdict, { ok: true }>>({ now });
  const deps = { fetch, timeout };
  const serving = (environment: string | null) =>
    organizations.filter(({ environments }) => environments.some((domain) => domain === environment));

  const serviceOf = (token: string): Principal | undefined => {
    // Node reads header bytes as Latin-1, so this hashes the bytes that were sent.
    const hash = createHash("sha256").update(token, "latin1").digest();
    let found: Principal | undefined;
    for (const key of serviceKeys) if (timingSafeEqual(key.hash, hash)) found = key.principal;
    return found;
  };

  return {
    async identify(authorization, environment) {
      const token = tokenOf(authorization);
      if (token === undefined) return refuse("unauthenticated", "Send a credential as Authorization: Bearer.");
      const service = serviceOf(token);
      if (service) return { ok: true, principal: service };
      if (environment === null)
        return refuse(
          "unauthenticated",
          `Send a service key that is configured, or an agent's token together with ${environmentHeader}.`,
        );
      const served = serving(environment);
      if (served.length === 0)
        return refuse("forbidden", `This service does not serve the environment in ${environmentHeader}.`);
      if (!tokenSyntax.test(token))
        return refuse("unauthenticated", "Sign in to Genesys Cloud again: this is no token of it.");
      const verdict = await agents.verdict(environment, token, () =>
        firstGood(served, environment, (origin, theirs) => checkAgent(deps, origin, theirs, token)),
      );
      if (!verdict.ok) return verdict;
      return { ok: true, principal: { organization: verdict.organization, type: "agent", id: verdict.userId } };
    },
    async stillHolds(authorization, environment) {
      const token = tokenOf(authorization);
      if (token === undefined) return false;
      if (environment === null || serviceOf(token)) return serviceOf(token) !== undefined;
      // Whose it is does not change, and asking that again and again would keep an idle agent signed in.
      const verdict = await tokens.verdict(environment, token, () =>
        firstGood(serving(environment), environment, (origin, theirs) => checkToken(deps, origin, theirs, token)),
      );
      return verdict.ok || verdict.code === "unavailable";
    },
  };
}

function tokenOf(authorization: string | null): string | undefined {
  return bearer.exec(authorization ?? "")?.[1];
}

/** An environment has one origin in life; where organisations of it are configured with several, each is asked until one knows the token. */
async function firstGood<T extends { readonly ok: true }>(
  served: readonly Organization[],
  environment: string,
  check: (origin: string, organizations: readonly Organization[]) => Promise<T | Refused>,
): Promise<T | Refused> {
  let heaviest = refuse("unauthenticated", "Sign in to Genesys Cloud again: nobody knows this token.");
  for (const [origin, organizations] of Map.groupBy(served, (one) => apiOriginOf(one, environment))) {
    const verdict = await check(origin, organizations);
    if (verdict.ok) return verdict;
    if (weight(verdict) >= weight(heaviest)) heaviest = verdict;
  }
  return heaviest;
}

/** That one origin could not be asked says more than that another one refused. */
function weight({ code }: Refused): number {
  return ["unauthenticated", "forbidden", "unavailable"].indexOf(code);
}
