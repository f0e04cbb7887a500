import { plainText } from "./plain-text.ts";

/** The first letter of the first and of the last word, each whole as a reader sees it; a question mark where there is none. */
export function initialsOf(name: string): string {
  const words = plainText(name)
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word));
  const [first = "", last = ""] = words.length > 1 ? [words[0], words.at(-1)] : words;
  const initials = firstGrapheme(first) + (joinsLetters(first) ? "" : firstGrapheme(last));
  return initials === "" ? "?" : initials.toLocaleUpperCase();
}

/** Two letters of Arabic would join into one shape; Japanese, Chinese and Korean names read by their first. */
function joinsLetters(word: string): boolean {
  return /^[\p{Script=Arabic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word);
}

function firstGrapheme(word: string): string {
  const [first] = new Intl.Segmenter().segment(word.slice(0, 40));
  return first?.segment ?? "";
}
