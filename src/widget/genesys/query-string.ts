/** Stands in for query-string, with which the client app SDK reads the address also when it is given values. */
export function parse(query: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(query));
}
