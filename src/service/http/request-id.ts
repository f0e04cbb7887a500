/** A caller's own id when it can be nothing but one (letters, digits, `_` and `-`, with a letter among them), else a new one. */
export function requestIdOf(header: string | undefined, newId: () => string): string {
  return header !== undefined && /^(?=.*[A-Za-z])[A-Za-z0-9_-]{4,64}$/.test(header) ? header : newId();
}
