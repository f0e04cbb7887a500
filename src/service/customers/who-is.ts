import type { Identifier } from "../../contract/identifier.ts";
import { limits } from "../../contract/limits.ts";
import { decide, partsOf, type Decision } from "../identity/decide.ts";
import type { ReadIdentifier, UsableIdentifier } from "../identity/identifiers.ts";
import type { Glance, StoredStanding } from "../stores/store.ts";
import type { Call } from "./call.ts";
import type { CustomersContext } from "./context.ts";

/** What the identifiers of a request say about whose it is. */
export type Belonging =
  | { readonly kind: "anonymous" }
  | { readonly kind: "erased" }
  | {
      readonly kind: "somebody";
      readonly identifiers: readonly ReadIdentifier[];
      readonly standing: StoredStanding;
      readonly decision: Exclude<Decision, { kind: "erased" }>;
    };

/** Whose a conversation that started then is. Where the store knows nobody, the integrator's resolvers are asked. */
export async function whoIs(
  context: CustomersContext,
  call: Call,
  request: readonly Identifier[],
  startTime: string,
): Promise<Belonging> {
  const belonging = await whoIsKnown(context, call, request, startTime);
  if (belonging.kind !== "somebody" || belonging.decision.kind !== "nobody") return belonging;
  if (belonging.identifiers.some(({ type }) => type === "customerId")) return belonging;
  const resolved = await askResolvers(context, call, request);
  return resolved === null
    ? belonging
    : whoIsKnown(context, call, [{ type: "customerId", value: resolved }, ...request], startTime);
}

async function whoIsKnown(
  context: CustomersContext,
  call: Call,
  request: readonly Identifier[],
  startTime: string,
): Promise<Belonging> {
  const identifiers = context.identifiers.read(call.organization, request);
  const standing = await readStanding(context, call.organization.id, identifiers);
  const isUsable = (identifier: ReadIdentifier): boolean =>
    partsOf(identifier, standing, startTime).length <= limits.sharedOwners;
  if (!identifiers.some(isUsable)) return { kind: "anonymous" };
  const decision = decide(identifiers, standing, startTime);
  return decision.kind === "erased" ? decision : { kind: "somebody", identifiers, standing, decision };
}

async function askResolvers(
  context: CustomersContext,
  call: Call,
  request: readonly Identifier[],
): Promise<string | null> {
  for (const identifier of request) {
    if (identifier.type !== "channel") continue;
    const { channel, value } = identifier;
    const resolved = await context.resolver.resolve(call.organization, channel, value);
    if (resolved !== null) return resolved;
  }
  return null;
}

/** Reads whom these identifiers lead to. */
export function readStanding(
  context: CustomersContext,
  tenant: string,
  identifiers: readonly ReadIdentifier[],
): Promise<StoredStanding> {
  return context.store.standing(tenant, namesOf(identifiers), usableOnly(identifiers).flatMap(keysOf));
}

/** The same, with what a lookup shows of the one customer that they lead to, where the store keeps that ready. */
export async function readGlance(
  context: CustomersContext,
  tenant: string,
  identifiers: readonly ReadIdentifier[],
): Promise<{ readonly standing: StoredStanding; readonly glance: Glance | null }> {
  const { store } = context;
  if (!store.glance) return { standing: await readStanding(context, tenant, identifiers), glance: null };
  return store.glance(tenant, namesOf(identifiers), usableOnly(identifiers).flatMap(keysOf));
}

function namesOf(identifiers: readonly ReadIdentifier[]): readonly string[] {
  return identifiers.flatMap((identifier) => (identifier.type === "customerId" ? [identifier.customerId] : []));
}

const keysOf = ({ key, earlierKeys }: UsableIdentifier): readonly string[] => [key].concat(earlierKeys);

export function usableOnly(identifiers: readonly ReadIdentifier[]): readonly UsableIdentifier[] {
  return identifiers.flatMap((identifier) => (identifier.type === "customerId" ? [] : [identifier]));
}
