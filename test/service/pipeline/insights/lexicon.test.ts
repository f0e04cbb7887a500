import { describe, expect, it } from "vitest";
import { isEnglish } from "../../../../src/service/pipeline/insights/english.ts";
import { lexiconScores } from "../../../../src/service/pipeline/insights/lexicon.ts";
import { moodOf } from "../../../../src/service/pipeline/insights/sentiment.ts";
import type { Phrase } from "../../../../src/service/pipeline/insights/transcript.ts";

function said(...texts: readonly string[]): readonly Phrase[] {
  return texts.map((text) => ({ speaker: "customer", text }));
}

function moodIn(phrases: readonly Phrase[], language: string | undefined) {
  return moodOf(null, lexiconScores(phrases, language)).sentiment;
}

const angry = [
  "My April bill is wrong again.",
  "I am really angry, this is the third time I call.",
  "I'm not happy with this at all.",
];
const pleased = ["That's great, it works now.", "You have been wonderful.", "I appreciate it."];

describe("the mood by the lexicon", () => {
  it.each([
    ["NEGATIVE", angry],
    ["POSITIVE", pleased],
    ["MIXED", [...angry, ...pleased]],
    [
      "NEUTRAL",
      [
        "This is fine.",
        "I lost my card.",
        "I want to speak to the billing people.",
        "It is not bad at all, but it is a problem.",
      ],
    ],
  ])("is %s where the customer sounds so", (mood, texts) => {
    expect(moodIn(said(...texts), "en-US")).toBe(mood);
  });

  it("stays within -1 and 1", () => {
    const scores = lexiconScores(said("horrible ".repeat(200), "wonderful ".repeat(200)), "en");
    expect(scores.map((score) => Math.sign(score))).toEqual([-1, 1]);
    expect(Math.max(...scores.map((score) => Math.abs(score)))).toBeLessThanOrEqual(1);
  });

  it.each([
    ["politeness", said("Hello, yes please.", "Okay, thank you very much.", "Thanks, goodbye.")],
    ["what the agent says", angry.map((text): Phrase => ({ speaker: "agent", text }))],
    ["one word", said("I would like to ask about my bill.", "It is terrible.")],
    ["nothing", []],
  ])("is not made of %s", (_, phrases) => {
    expect(moodIn(phrases, "en-US")).toBeNull();
  });

  it.each([
    ["de-DE", said("Das ist eine Katastrophe!", "Super, wunderbar, toll.")],
    ["es", said("Es horrible, un error terrible.", "No, no es normal.")],
    [undefined, said("Die Rechnung ist schon wieder falsch, das ist eine Katastrophe.", "Das war ein super Service.")],
    [undefined, said("C'est une catastrophe, la facture est encore fausse.", "C'est horrible et terrible.")],
    ["ja", said("最悪です", "terrible")],
  ])("is never guessed in a language that it does not know (%s)", (language, phrases) => {
    expect(moodIn(phrases, language)).toBeNull();
  });

  it("is found without a tag where the words are English", () => {
    expect(moodIn(said(...angry), undefined)).toBe("NEGATIVE");
  });
});

describe("whether a text is English", () => {
  it.each([
    ["I am calling about the invoice that you have sent to my address, it's not what we agreed on.", true],
    ["Ich rufe wegen der Rechnung an, die Sie mir geschickt haben, so war das nicht vereinbart.", false],
    ["Ik bel over de factuur die u hebt gestuurd, dat is niet wat we hebben afgesproken.", false],
    ["Je vous appelle au sujet de la facture, ce n'est pas ce que nous avions convenu.", false],
    ["Llamo por la factura que me han enviado, no es lo que acordamos en mi casa.", false],
    ["Jag ringer om fakturan som ni har skickat, det är inte vad vi kom överens om för mig.", false],
    ["Ligo por causa da fatura que me enviaram, não foi o que combinámos a semana passada.", false],
    ["the bill", false],
    ["", false],
  ])("is told by its words (%s)", (text, expected) => {
    expect(isEnglish(text, undefined)).toBe(expected);
  });

  it.each([
    ["en", true],
    ["en-GB", true],
    ["EN_us", true],
    ["enm", false],
    ["de-DE", false],
  ])("is told by its tag %s", (tag, expected) => {
    expect(isEnglish("the bill that you sent to my address is not what they said", tag)).toBe(expected);
  });
});
