const longestValue = 400;

/**
 * In what the present differs from the wanted, a line each. Members of the present that nobody asks for do not count;
 * in lists of things with an id or a name each is compared with its like.
 */
export function differences(wanted: unknown, present: unknown, path = ""): readonly string[] {
  if (isObject(wanted) && isObject(present)) {
    return Object.entries(wanted).flatMap(([name, value]) =>
      differences(value, present[name], path === "" ? name : `${path}.${name}`),
    );
  }
  const wantedByKey = byKey(wanted);
  const presentByKey = byKey(present);
  if (wantedByKey && presentByKey) {
    return [...wantedByKey].flatMap(([key, value]) => differences(value, presentByKey.get(key), `${path}[${key}]`));
  }
  if (canonical(wanted) === canonical(present)) return [];
  return [present === undefined ? `${path}: ${shown(wanted)}` : `${path}: ${shown(present)} → ${shown(wanted)}`];
}

function byKey(list: unknown): ReadonlyMap<string, unknown> | null {
  if (!Array.isArray(list) || list.length === 0) return null;
  const keyed = list.map((member: unknown) => [keyOf(member), member] as const);
  const known = keyed.filter((entry): entry is readonly [string, unknown] => entry[0] !== null);
  return known.length === list.length ? new Map(known) : null;
}

function keyOf(member: unknown): string | null {
  if (!isObject(member)) return null;
  const { id, name } = member;
  if (typeof id === "string") return id;
  return typeof name === "string" ? name : null;
}

/** Lists that are sets to Genesys Cloud come back in any order. */
export function sameSet(one: readonly unknown[], other: readonly unknown[]): boolean {
  return asSet(one) === asSet(other);
}

function asSet(list: readonly unknown[]): string {
  return JSON.stringify([...new Set(list.map(canonical))].toSorted());
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      isObject(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
        : inner,
    ) ?? "nothing"
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
