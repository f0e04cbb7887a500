/** Control characters, C0 and C1, without tab and line feed. */
// oxlint-disable-next-line eslint/no-control-regex -- to remove control characters is what this is for
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** Marks that turn the direction of text around them, so that a name can pass for another one. */
const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/** Characters without a shape of their own: zero-width space, word joiner, soft hyphen, fillers, tags. */
const invisible =
  // oxlint-disable-next-line eslint/no-misleading-character-class -- the combining ones stand alone here, to be removed
  /[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\u{E0000}-\u{E0FFF}]/gu;
/** Joiners shape Sinhala, Persian or an emoji family; after anything else they only hide. */
const strayJoiners = /(?<![\p{Lo}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])[\u200C\u200D]/gu;
/** More marks on one letter than any script needs, stacked over the lines around it. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/** Text of unknown origin as it may be shown on one line: nothing that hides, turns or overlaps. */
export function plainText(text: string): string {
  return withoutTricks(text).replace(/\s+/g, " ").trim();
}

/** The same with its line breaks, never more than one empty line. */
export function plainLines(text: string): string {
  return withoutTricks(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"))
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function withoutTricks(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0085\u2028\u2029]/g, " ")
    .replace(controls, "")
    .replace(bidi, "")
    .replace(invisible, "")
    .replace(strayJoiners, "")
    .replace(stackedMarks, "$1");
}

/** The beginning of a text, at most `limit` UTF-16 units, cut between whole characters as a reader sees them. */
export function cutText(text: string, limit: number): { readonly text: string; readonly cut: boolean } {
  if (text.length <= limit) return { text, cut: false };
  const from = Math.max(0, limit - 64);
  let end = from;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(from, limit + 64))) {
    if (from + index + segment.length > limit) break;
    end = from + index + segment.length;
  }
  return { text: text.slice(0, end).trimEnd(), cut: true };
}
