import * as z from "zod/mini";
import { id } from "../../contract/primitives.ts";
import type { Organization } from "../config.ts";
import { createCircuit, type Circuit } from "./circuit.ts";
import type { IdentityResolver } from "./resolver.ts";

/** How one question ended; `resting` was not asked, because those before it failed. */
export type ResolverOutcome = "resolved" | "unknown" | "unreachable" | "refused" | "unreadable" | "resting";

export interface HttpResolverDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The value of the variable that `identityResolver.secretEnv` names; null when it is not set. */
  readonly secret: (variable: string) => string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly count: (outcome: ResolverOutcome) => void;
}

type Settings = NonNullable<Organization["identityResolver"]>;
type Answer =
  | { readonly ok: true; readonly customerId: string | null }
  | { readonly ok: false; readonly outcome: "unreachable" | "refused" | "unreadable" };

const answerSchema = z.object({ customerId: z.nullable(id) });

const failuresToOpen = 5;
const restMilliseconds = 30_000;
const cacheSize = 1000;
const knownMilliseconds = 60_000;
/** Shorter, since whoever is not in the CRM yet soon may be. */
const unknownMilliseconds = 5000;
const longestAnswer = 16_384;

interface Remembered {
  readonly customerId: string | null;
  readonly until: number;
}

interface OrganizationState {
  readonly circuit: Circuit;
  readonly cache: Map<string, Remembered>;
  /** Questions under way: who asks the same meanwhile waits for the same answer. */
  readonly underWay: Map<string, Promise<string | null>>;
}

/** Asks the system that an organisation names in `identityResolver`. What it does not answer in time is not resolved: it never rejects and nothing waits for it twice. */
export function createHttpResolver(deps: HttpResolverDeps): IdentityResolver {
  const states = new Map<string, OrganizationState>();

  function stateOf(organizationId: string): OrganizationState {
    const known = states.get(organizationId);
    if (known) return known;
    const circuit = createCircuit({ failuresToOpen, restMilliseconds, now: deps.now });
    const made = { circuit, cache: new Map(), underWay: new Map() };
    states.set(organizationId, made);
    return made;
  }

  async function question(
    { circuit, cache }: OrganizationState,
    settings: Settings,
    name: string,
    body: string,
  ): Promise<string | null> {
    const answer = await ask(deps, settings, body);
    if (!answer.ok) {
      circuit.failed();
      deps.count(answer.outcome);
      return null;
    }
    const { customerId } = answer;
    circuit.succeeded();
    deps.count(customerId === null ? "unknown" : "resolved");
    const lasts = customerId === null ? unknownMilliseconds : knownMilliseconds;
    remember(cache, name, { customerId, until: deps.now() + lasts });
    return customerId;
  }

  return {
    async resolve(organization, channel, channelUserId) {
      const settings = organization.identityResolver;
      if (!settings) return null;
      const state = stateOf(organization.id);
      const name = JSON.stringify([channel, channelUserId]);
      const remembered = state.cache.get(name);
      if (remembered && deps.now() < remembered.until) return remembered.customerId;
      const underWay = state.underWay.get(name);
      if (underWay) return underWay;
      if (!state.circuit.mayPass()) {
        deps.count("resting");
        return null;
      }
      const asked = question(state, settings, name, JSON.stringify({ channel, channelUserId })).finally(() =>
        state.underWay.delete(name),
      );
      state.underWay.set(name, asked);
      return asked;
    },
  };
}

/** The entry that was put in first goes first. */
function remember(cache: Map<string, Remembered>, name: string, entry: Remembered): void {
  cache.delete(name);
  cache.set(name, entry);
  for (const oldest of cache.keys()) {
    if (cache.size <= cacheSize) return;
    cache.delete(oldest);
  }
}

async function ask({ fetch, secret }: HttpResolverDeps, settings: Settings, body: string): Promise<Answer> {
  const token = secret(settings.secretEnv);
  try {
    const response = await fetch(settings.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body,
      // The secret and the customer's id go to the address that was configured and nowhere else.
      redirect: "error",
      signal: AbortSignal.timeout(settings.timeoutMilliseconds),
    });
    const text = await readText(response);
    if (!response.ok) return { ok: false, outcome: "refused" };
    const read = text === null ? null : answerSchema.safeParse(parsed(text));
    return read?.success === true
      ? { ok: true, customerId: read.data.customerId }
      : { ok: false, outcome: "unreadable" };
  } catch {
    return { ok: false, outcome: "unreachable" };
  }
}

/** Null when it is longer than any answer can be. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longestAnswer) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
