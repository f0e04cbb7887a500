import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { anyTime, id } from "../../src/contract/primitives.ts";

describe("a time that callers send", () => {
  it.each([
    ["2026-03-04T09:15:00.000Z", "2026-03-04T09:15:00.000Z"],
    ["2026-03-04T09:15Z", "2026-03-04T09:15:00.000Z"],
    ["2026-03-04T14:45:00+05:30", "2026-03-04T09:15:00.000Z"],
    ["2026-03-04T14:45:00.5+0530", "2026-03-04T09:15:00.500Z"],
    ["2026-03-04T07:15:00-02", "2026-03-04T09:15:00.000Z"],
    ["20260304T144500.5+0530", "2026-03-04T09:15:00.500Z"],
    ["20260304T0915Z", "2026-03-04T09:15:00.000Z"],
    ["2024-02-29T00:00:00.123456Z", "2024-02-29T00:00:00.123Z"],
  ])("reads %s as UTC with milliseconds", (text, utc) => {
    expect(z.parse(anyTime, text)).toBe(utc);
  });

  it.each([
    "2026-03-04",
    "2026-03-04T09:15:00",
    "2026-02-30T09:15:00Z",
    "2026-13-01T00:00:00Z",
    "20260230T091500Z",
    "20260304T0915.5Z",
    "yesterday",
    "",
    5,
  ])("refuses %s", (text) => {
    expect(z.safeParse(anyTime, text).success).toBe(false);
  });
});

describe("an id", () => {
  it("has 1 to 128 of letters, digits and _ . : -", () => {
    expect(z.safeParse(id, "C-1001_a.b:c").success).toBe(true);
    expect(z.safeParse(id, "x".repeat(129)).success).toBe(false);
    expect(z.safeParse(id, "").success).toBe(false);
    expect(z.safeParse(id, "a/b").success).toBe(false);
  });
});
