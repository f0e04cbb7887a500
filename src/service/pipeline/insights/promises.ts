import { limits } from "../../../contract/limits.ts";
import type { FollowUp } from "../facts/insights.ts";
import { dueDateIn, itemsIn } from "./follow-ups.ts";

interface PromiseWords {
  /** What makes a sentence with a day ahead a promise; a day alone may as well be when somebody called. */
  readonly commits: RegExp;
  /** What a line begins with that notes a promise, with a day or without. */
  readonly heads: RegExp;
}

const words: Readonly<Record<string, PromiseWords>> = {
  en: {
    commits:
      /\b(?:by|until|till|before|within|no later than|due|will|shall|promised?|agreed to|to (?:be|call|send|refund|follow)|call(?:s|ing)? ?back|refund|comes|arrives|visits?|scheduled|booked|follow(?:s|ing)?[- ]up)\b|(?:'|’)ll\b/iu,
    heads: /^(?:promised|follow[- ]?ups?|next steps?|action(?: items?)?|to[- ]?do|call ?back)\b/iu,
  },
  de: {
    commits:
      /\b(?:bis|innerhalb|binnen|spätestens|wird|werden|zugesagt|versprochen|vereinbart|rückruf|erstattung|wiedervorlage)/iu,
    heads: /^(?:zugesagt|versprochen|vereinbart|nächste schritte|rückruf|wiedervorlage|offen)\b/iu,
  },
  es: {
    commits:
      /(?<!\p{L})(?:antes del?|hasta|para el|dentro de|a más tardar|prometi\p{L}*|se le|llamar\p{L}*|reembols\p{L}*)/iu,
    heads: /^(?:prometido|acordado|próximos pasos|seguimiento|pendiente)(?!\p{L})/iu,
  },
  fr: {
    commits: /(?<!\p{L})(?:avant|d['’]ici|au plus tard|sous|promis\p{L}*|convenu|rappel\p{L}*|rembours\p{L}*)/iu,
    heads: /^(?:promis|convenu|prochaines étapes|suivi|à faire|rappel)(?!\p{L})/iu,
  },
  pt: {
    commits: /(?<!\p{L})(?:até|antes d[eo]|dentro de|prazo|prometi\p{L}*|combinad\p{L}*|retorn\p{L}*|reembols\p{L}*)/iu,
    heads: /^(?:prometido|combinado|próximos passos|acompanhamento|pendente|retorno)(?!\p{L})/iu,
  },
  ja: { commits: /までに|以内|予定|約束|折り返|返金/u, heads: /^(?:次の対応|折り返し|約束|対応予定)/u },
  ar: { commits: /قبل|خلال|حتى|بحلول|سنتصل|سوف|وعد/u, heads: /^(?:وعد|المتابعة|الخطوات التالية)/u },
};

const refuses =
  /\b(?:will|shall|promised?) (?:not|nothing|never)\b|\bwo(?:n't|n’t)\b|\b(?:no|not|without)(?: a)? (?:promise|refund|call ?back|follow)/iu;
/** What is done while one waits is nothing that is left to do. */
const atOnce = 15 * 60_000;

const heads = Object.values(words).map((one) => one.heads);

/**
 * The promises among other sentences, as an agent notes or says them: what names a day ahead and commits to it, and what
 * stands under a word such as "Promised". Where the language is not known, each that is known is tried.
 */
export function promisesIn(text: string, saidAt: number, language: string | undefined): readonly FollowUp[] {
  return itemsIn(text)
    .flatMap((item): FollowUp[] => {
      const dueAt = promisedFor(item, saidAt, language);
      return dueAt !== null || heads.some((head) => head.test(item)) ? [{ text: item, dueAt }] : [];
    })
    .slice(0, limits.followUpsPerInteraction);
}

/** When what a sentence promises is due; null where it does not promise anything by a day. */
export function promisedFor(sentence: string, saidAt: number, language: string | undefined): string | null {
  if (refuses.test(sentence)) return null;
  const [primary = ""] = language?.toLowerCase().split("-") ?? [];
  const tried = primary === "" ? Object.keys(words) : [primary];
  for (const tag of tried) {
    const dueAt = words[tag]?.commits.test(sentence) === true ? dueDateIn(sentence, saidAt, tag) : null;
    if (dueAt !== null && Date.parse(dueAt) > saidAt + atOnce) return dueAt;
  }
  return null;
}
