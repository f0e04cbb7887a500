import type { MessageKey } from "../../locale/catalogue.ts";
import type { Locale } from "../../locale/locale.ts";
import type { Brief } from "./select-brief.ts";

/** A piece of the sentence; `untrusted` was written by others, `strong` is what the eye should find. */
export interface Piece {
  readonly text: string;
  readonly strong?: true;
  readonly untrusted?: true;
}
type Pieces = readonly Piece[];

const space: Pieces = [{ text: " " }];

/** The brief as one run of pieces, without its caution. `due` says when the promise is due, in words. */
export function formatBrief(brief: Brief, due: string | null, now: number, locale: Locale): Pieces {
  const say = speaker(locale);
  return [
    brief.often ? formatOften(brief.often, say, locale) : [],
    brief.open === null ? [] : say("brief.open", { subject: quoted(brief.open) }),
    brief.last ? formatLast(brief.last, now, say, locale) : [],
    brief.promise ? formatPromise(brief.promise.text, due, say) : [],
  ]
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence, place) => (place === 0 ? sentence : [space, sentence].flat()));
}

type Say = (key: MessageKey, values: Readonly<Record<string, Pieces | string>>) => Pieces;

function speaker(locale: Locale): Say {
  return (key, values) =>
    locale.pieces<Pieces>(key, values).flatMap((piece) => (typeof piece === "string" ? [{ text: piece }] : piece));
}

function formatOften({ count, atLeast, days, subject }: NonNullable<Brief["often"]>, say: Say, locale: Locale): Pieces {
  const contacts = locale.text(atLeast ? "brief.atLeast" : "brief.nth", { count });
  const about = subject === null ? {} : { subject: quoted(subject) };
  const span = locale.text("brief.span", { count: days });
  return say(subject === null ? "brief.oftenNoSubject" : "brief.often", { contacts, span, ...about });
}

function formatLast(last: NonNullable<Brief["last"]>, now: number, say: Say, locale: Locale): Pieces {
  const channel = locale.text(`channel.${last.channel}`);
  const outcome = locale.text(`outcome.${last.outcome}`);
  const values = {
    contact:
      last.with === null
        ? channel
        : last.with.kind === "assistant"
          ? say("brief.withAssistant", { channel })
          : say("brief.withAgent", { channel, agent: [{ text: last.with.name, untrusted: true }] }),
    when: locale.when(last.at, now),
    outcome: last.outcome === "RESOLVED" ? outcome : [{ text: outcome, strong: true } as const],
  };
  return last.subject === null
    ? say("brief.last", values)
    : say("brief.lastAbout", { ...values, subject: quoted(last.subject) });
}

function formatPromise(text: string, due: string | null, say: Say): Pieces {
  const promise: Pieces = [{ text, untrusted: true }];
  return due === null
    ? say("brief.promised", { promise })
    : say("brief.promisedDue", { promise, due: [{ text: due, strong: true }] });
}

function quoted(subject: string): Pieces {
  return [{ text: subject, strong: true, untrusted: true }];
}

export function formatCaution(caution: NonNullable<Brief["caution"]>, locale: Locale): string {
  switch (caution.kind) {
    case "shared":
      return locale.text("brief.shared", {
        count: caution.count,
        identifier: locale.text(`identifier.${caution.type}`),
      });
    case "elsewhere":
      return locale.text("brief.elsewhere", { channel: locale.text(`channel.${caution.channel}`) });
    case "mood-falling":
      return locale.text("brief.moodFalling");
  }
}
