import type { Standing } from "../identity/decide.ts";
import type { ReadIdentifier, UsableIdentifier } from "../identity/identifiers.ts";
import type { CustomersContext } from "./context.ts";

/** Reads whom these identifiers lead to. */
export async function readStanding(
  context: CustomersContext,
  tenant: string,
  identifiers: readonly ReadIdentifier[],
): Promise<Standing> {
  const names = identifiers.flatMap((identifier) => (identifier.type === "customerId" ? [identifier.customerId] : []));
  const keys = usableOnly(identifiers).flatMap(keysOf);
  const survivors = names.length === 0 ? [] : await context.store.survivors(tenant, names);
  return {
    keys: keys.length === 0 ? new Map() : await context.store.keys(tenant, keys),
    customers: new Map(names.map((name, index) => [name, survivors[index] ?? null])),
  };
}

const keysOf = ({ key, earlierKeys }: UsableIdentifier): readonly string[] => [key].concat(earlierKeys);

export function usableOnly(identifiers: readonly ReadIdentifier[]): readonly UsableIdentifier[] {
  return identifiers.flatMap((identifier) => (identifier.type === "customerId" ? [] : [identifier]));
}
