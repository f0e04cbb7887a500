import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, plainLines, plainText } from "../../../src/widget/ui/plain-text.ts";

describe("plain text", () => {
  it.each([
    ["marks that turn the direction", "\u202Egnp.exe\u202C \u2066x\u2069\u200F", "gnp.exe x"],
    ["zero-width characters in a name", "A\u200Bd\u2060m\uFEFFi\u00ADn", "Admin"],
    ["a joiner in a Latin name", "Ad\u200Dmin \u200C", "Admin"],
    ["control characters", "a\u0000b\u0007c\u001B[31m\u009Bd", "abc[31md"],
    ["line breaks of every kind", "a\r\nb\u2028c\u0085d\te", "a b c d e"],
    ["tag characters", "flag\u{E0067}\u{E007F}", "flag"],
    ["half of a surrogate pair", "a\uD800b", "a\uFFFDb"],
    ["blanks around it", "   Nimali  Perera  ", "Nimali Perera"],
  ])("is without %s", (_, hostile, plain) => {
    expect(plainText(hostile)).toBe(plain);
  });

  it.each([
    ["a joiner that shapes Sinhala", "ශ්\u200Dරී ලංකා"],
    ["a non-joiner that shapes Persian", "می\u200Cخواهم"],
    ["a family of emoji", "👩\u200D👩\u200D👧"],
    ["accents and vowel signs", "Łódź é နေကောင်း"],
    ["markup, as the text it is", "<script>alert(1)</script> & [a](javascript:b)"],
  ])("keeps %s", (_, text) => {
    expect(plainText(text)).toBe(text);
  });

  it("lets no letter carry a tower of marks", () => {
    expect(plainText(`Z${"\u0334".repeat(50)}algo`)).toHaveLength(1 + 4 + 4);
  });

  it("keeps single line breaks where lines are wanted", () => {
    expect(plainLines("one\r\ntwo\u2029three\n\n\n\n\nfour  five")).toBe("one\ntwo\nthree\n\nfour five");
  });

  it("never lets a control or direction mark through, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        // oxlint-disable-next-line eslint/no-control-regex -- control characters are what is looked for
        expect(plainText(text)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]/);
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
    );
  });
});

describe("a cut text", () => {
  it("is whole when it is short enough", () => {
    expect(cutText("short", 5)).toEqual({ text: "short", cut: false });
  });

  it("never splits what a reader sees as one character", () => {
    const family = "👩‍👩‍👧";
    expect(cutText(`ab${family}${family}`, 4)).toEqual({ text: "ab", cut: true });
    expect(cutText("e\u0301".repeat(10), 3)).toEqual({ text: "e\u0301", cut: true });
  });

  it("is never longer than its limit and always a beginning", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.nat(200), (text, limit) => {
        const { text: shown, cut } = cutText(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(text.startsWith(shown)).toBe(true);
        expect(cut).toBe(text.length > limit);
      }),
    );
  });
});
