// Control characters break logs and lines; the bidirectional ones let a text show something else than it says.
const unseen = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Customer text as it may be kept: without unseen characters, trimmed, at most `length` UTF-16 code units; null when nothing is left. */
export function cleanText(text: string | null | undefined, length: number): string | null {
  const clean = (text ?? "").replaceAll(unseen, "").trim();
  if (clean === "") return null;
  if (clean.length <= length) return clean;
  // Half a surrogate pair is no character.
  return `${clean.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}
