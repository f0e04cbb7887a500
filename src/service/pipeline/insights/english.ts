/** Words that English cannot do without and that no other language with Latin letters has. */
const telling = new Set(
  "the and you my this that with have has not are what but it's i'm i've your been would could they there when because don't can't".split(
    " ",
  ),
);

/** Of running English every fourth or fifth word is one of them. */
const share = 0.12;
const fewestWords = 8;

const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Whether a text is English: by its tag where it has one, else by its words. In doubt it is not. */
export function isEnglish(text: string, language: string | undefined): boolean {
  if (language !== undefined && language.trim() !== "") return /^en(?:[-_]|$)/iu.test(language.trim());
  const words = [...segmenter.segment(text.toLowerCase().replaceAll("’", "'"))].filter(({ isWordLike }) => isWordLike);
  if (words.length < fewestWords) return false;
  const told = words.filter(({ segment }) => telling.has(segment)).map(({ segment }) => segment);
  return new Set(told).size >= 3 && told.length >= words.length * share;
}
