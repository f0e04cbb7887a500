import { describe, expect, it } from "vitest";
import { formatCount, formatDuration, nameOf } from "../../src/operators/format.ts";

describe("a duration", () => {
  it.each([
    [0, "0 ms"],
    [419.6, "420 ms"],
    [1000, "1 s"],
    [1540, "1.5 s"],
    [42_000, "42 s"],
    [60_000, "1 min"],
    [125_000, "2 min 5 s"],
    [3_599_400, "59 min 59 s"],
    [11_400_000, "3 h 10 min"],
    [187_200_000, "2 d 4 h"],
  ])("of %i ms is %s", (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });
});

describe("a count", () => {
  it("is read in groups of three digits", () => {
    expect(formatCount(1_234_567)).toBe("1,234,567");
  });

  it("has a name in words, or its own where a later service counts something new", () => {
    expect([nameOf("first_contact"), nameOf("something_new")]).toEqual(["First contact", "something_new"]);
  });
});
