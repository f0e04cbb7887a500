import { limits } from "../../contract/limits.ts";
import type { Owner, StoredStanding } from "../stores/store.ts";
import type { NamedCustomer, ReadIdentifier, UsableIdentifier } from "./identifiers.ts";

/** One customer's part in an identifier: the survivor that answers, and the customer that it is linked to. */
export type Part = { readonly kind: "living"; readonly owner: Owner } | { readonly kind: "erased" };

export type Decision =
  | { readonly kind: "decided"; readonly by: ReadIdentifier; readonly owner: Owner }
  | { readonly kind: "shared"; readonly by: UsableIdentifier; readonly owners: readonly Owner[] }
  | { readonly kind: "erased" }
  | { readonly kind: "nobody" };

/**
 * Whom the identifiers mean, in the order given: the first that belongs to exactly one customer decides; else two shared ones that exactly one customer has both of.
 * With `startTime`, the start of a conversation to be recorded, people erased since then still count as owners: what was theirs goes to nobody else.
 */
export function decide(
  identifiers: readonly ReadIdentifier[],
  standing: StoredStanding,
  startTime: string | null,
): Decision {
  const shared: { readonly by: UsableIdentifier; readonly parts: readonly Part[] }[] = [];
  for (const by of identifiers) {
    const parts = partsOf(by, standing, startTime);
    const [only] = parts;
    if (only && parts.length === 1) {
      return only.kind === "erased" ? only : { kind: "decided", by, owner: only.owner };
    }
    if (by.type !== "customerId" && parts.length > 1 && parts.length <= limits.sharedOwners) shared.push({ by, parts });
  }
  for (const [index, one] of shared.entries()) {
    for (const other of shared.slice(index + 1)) {
      const [both, ...more] = one.parts.filter((part) => other.parts.some((theirs) => isSame(part, theirs)));
      if (both && more.length === 0) {
        return both.kind === "erased" ? both : { kind: "decided", by: one.by, owner: both.owner };
      }
    }
  }
  const [first] = shared;
  if (!first) return { kind: "nobody" };
  if (first.parts.some(({ kind }) => kind === "erased")) return { kind: "erased" };
  return { kind: "shared", by: first.by, owners: first.parts.flatMap(livingOwner) };
}

/** The distinct customers that an identifier belongs to. */
export function partsOf(
  identifier: ReadIdentifier,
  standing: StoredStanding,
  startTime: string | null,
): readonly Part[] {
  if (identifier.type === "customerId") {
    const named = standing.customers.get(identifier.customerId);
    if (!named) return [];
    if ("state" in named) return startTime !== null && startTime <= named.erasedAt ? [{ kind: "erased" }] : [];
    return [partOf(named, startTime)];
  }
  const parts: Part[] = [];
  for (const key of [identifier.key, ...identifier.earlierKeys]) {
    const stored = standing.keys.get(key);
    const erasedAt = stored?.erasedAt ?? null;
    const isErased = startTime !== null && erasedAt !== null && startTime <= erasedAt;
    const found: Part[] = isErased ? [{ kind: "erased" }] : [];
    for (const owner of stored?.owners ?? []) {
      // Who came into being after the erasure is, for a conversation from before it, the person who was erased.
      const isNewSince = isErased && erasedAt !== null && owner.createdAt >= erasedAt;
      found.push(isNewSince ? { kind: "erased" } : partOf(owner, startTime));
    }
    for (const part of found) if (!parts.some((other) => isSame(part, other))) parts.push(part);
  }
  return parts;
}

function partOf(owner: Owner, startTime: string | null): Part {
  return startTime !== null && owner.erasedAt !== null && startTime <= owner.erasedAt
    ? { kind: "erased" }
    : { kind: "living", owner };
}

function isSame(a: Part, b: Part): boolean {
  if (a.kind === "erased" || b.kind === "erased") return a.kind === b.kind;
  return a.owner.survivorId === b.owner.survivorId;
}

export function livingOwner(part: Part): readonly Owner[] {
  return part.kind === "living" ? [part.owner] : [];
}

/** A customer id in the request that nobody has, or nobody any more. */
export function findNewName(identifiers: readonly ReadIdentifier[], standing: StoredStanding): NamedCustomer | null {
  for (const identifier of identifiers) {
    if (identifier.type !== "customerId") continue;
    const named = standing.customers.get(identifier.customerId);
    if (!named || "state" in named) return identifier;
  }
  return null;
}
