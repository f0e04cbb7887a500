import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { masked } from "../../../../src/service/pipeline/insights/masked.ts";
import { promisedFor, promisesIn } from "../../../../src/service/pipeline/insights/promises.ts";

// A Monday.
const saidAt = Date.parse("2026-05-04T10:07:00.000Z");
const friday = "2026-05-08T23:59:59.999Z";

describe("a note", () => {
  it.each([
    ["Refund by Friday", friday],
    ["Rückerstattung bis Freitag", friday],
    ["Se le llamará antes del viernes", friday],
    ["Remboursement avant vendredi", friday],
    ["Reembolso até sexta-feira", friday],
    ["5月8日までに返金します", friday],
    ["سنتصل بك قبل يوم الجمعة", friday],
    ["I'll call you back tomorrow at 3pm", "2026-05-05T15:00:00.000Z"],
    ["Technician will come on Wednesday", "2026-05-06T23:59:59.999Z"],
    ["A technician comes on Thursday.", "2026-05-07T23:59:59.999Z"],
    ["Promised: a new router", null],
    ["Follow-up: check the line", null],
    ["Nächste Schritte: Leitung prüfen", null],
  ])("promises %s", (note, dueAt) => {
    expect(promisesIn(note, saidAt, undefined)).toEqual([{ text: note, dueAt }]);
  });

  it.each([
    "told ETA",
    "Customer called on Friday about the bill.",
    "Kunde hat am Freitag angerufen",
    "Was charged on 1 May",
    "No follow-up is needed.",
    "Will not be refunded by Friday",
    "Spoke to him today, promised nothing",
    "I will check the bill in a second",
    "Was born on 12 May",
  ])("promises nothing with %s", (note) => {
    expect(promisesIn(note, saidAt, undefined)).toEqual([]);
  });

  it("promises what its sentences promise, and keeps the rest to itself", () => {
    const note =
      "Customer called on Friday about the bill. Refund promised by Friday; new router sent\nCall back within 48 hours.";
    expect(promisesIn(note, saidAt, undefined)).toEqual([
      { text: "Refund promised by Friday", dueAt: friday },
      { text: "Call back within 48 hours.", dueAt: "2026-05-06T10:07:00.000Z" },
    ]);
  });

  it("is read in the language that it is known to be in only", () => {
    expect(promisedFor("Rückerstattung bis Freitag", saidAt, "de-DE")).toBe(friday);
    expect(promisedFor("Rückerstattung bis Freitag", saidAt, "en")).toBeNull();
    expect(promisedFor("Refund by Friday", saidAt, "xx")).toBeNull();
  });

  it("gives a bounded list of days that lie ahead, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.constantFrom("by Friday", "bis 3.6.", "", "."), (text, end) => {
        const promises = promisesIn(`${text} will ${end}\n`.repeat(30), saidAt, undefined);
        expect(promises.length).toBeLessThanOrEqual(20);
        expect(promises.every(({ text: said }) => said.length <= 500)).toBe(true);
        expect(promises.every(({ dueAt }) => dueAt === null || Date.parse(dueAt) > saidAt)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what is masked", () => {
  it.each([
    ["4111 1111 1111 1111", "[number]"],
    ["4111-1111-1111-1111, valid until 12/28", "[number], valid until 12/28"],
    ["+94 (77) 123-4567", "[number]"],
    ["account 12345678.", "account [number]."],
    ["four five, six seven eight nine double one", "[number]"],
    ["null eins sieben eins zwei drei vier", "[number]"],
    ["write to a.b+c@mail.example.com, please", "write to [mailbox], please"],
    ["ticket 123456 of 2026-05-20 over 1,250.00", "ticket 123456 of 2026-05-20 over 1,250.00"],
    ["on 12.05.2026 and 3/4/26 at 15:30", "on 12.05.2026 and 3/4/26 at 15:30"],
    ["one or two of them", "one or two of them"],
  ])("of %s", (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it("takes a time that grows with the text only", () => {
    const hostile = [
      "1 ".repeat(50_000),
      "a@".repeat(50_000),
      "one ".repeat(50_000),
      "a.".repeat(50_000),
      "+".repeat(50_000),
    ];
    expect(hostile.map((text) => masked(text).length <= text.length)).toEqual(hostile.map(() => true));
  });
});
