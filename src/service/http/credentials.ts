import { createHash, timingSafeEqual } from "node:crypto";
import { environmentHeader } from "../../contract/routes.ts";
import type { Organization, ServiceConfig } from "../config.ts";
import { apiOriginOf } from "../config.ts";
import type { TokenVerdict } from "./genesys-tokens.ts";
import { checkGenesysToken } from "./genesys-tokens.ts";
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
  const cache = createTokenCache({ now });

  const serviceOf = (token: string): Principal | undefined => {
    // Node reads header bytes as Latin-1, so this hashes the bytes that were sent.
    const hash = createHash("sha256").update(token, "latin1").digest();
    let found: Principal | undefined;
    for (const key of serviceKeys) if (timingSafeEqual(key.hash, hash)) found = key.principal;
    return found;
  };

  return {
    async identify(authorization, environment) {
      const token = bearer.exec(authorization ?? "")?.[1];
      if (token === undefined) return refuse("unauthenticated", "Send a credential as Authorization: Bearer.");
      const service = serviceOf(token);
      if (service) return { ok: true, principal: service };
      if (environment === null)
        return refuse(
          "unauthenticated",
          `Send a service key that is configured, or an agent's token together with ${environmentHeader}.`,
        );
      const served = organizations.filter(({ environments }) => environments.some((domain) => domain === environment));
      if (served.length === 0)
        return refuse("forbidden", `This service does not serve the environment in ${environmentHeader}.`);
      if (!tokenSyntax.test(token))
        return refuse("unauthenticated", "Sign in to Genesys Cloud again: this is no token of it.");
      const verdict = await cache.verdict(environment, token, () =>
        askOrigins({ fetch, timeout }, environment, served, token),
      );
      if (!verdict.ok) return verdict;
      return { ok: true, principal: { organization: verdict.organization, type: "agent", id: verdict.userId } };
    },
  };
}

/** An environment has one origin in life; where organisations of it are configured with several, each is asked until one knows the token. */
async function askOrigins(
  deps: { readonly fetch: typeof fetch; readonly timeout: number },
  environment: string,
  served: readonly Organization[],
  token: string,
): Promise<TokenVerdict> {
  const verdicts: TokenVerdict[] = [];
  for (const [origin, organizations] of Map.groupBy(served, (one) => apiOriginOf(one, environment))) {
    const verdict = await checkGenesysToken(deps, origin, organizations, token);
    if (verdict.ok) return verdict;
    verdicts.push(verdict);
  }
  const byWeight = ["unavailable", "forbidden", "unauthenticated"];
  const [first] = verdicts.toSorted((a, b) => weight(a) - weight(b));
  return first ?? refuse("unauthenticated", "Sign in to Genesys Cloud again.");

  function weight(verdict: TokenVerdict): number {
    return verdict.ok ? -1 : byWeight.indexOf(verdict.code);
  }
}
