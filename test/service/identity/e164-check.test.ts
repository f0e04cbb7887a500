import * as fc from "fast-check";
import examples from "libphonenumber-js/examples.mobile.json";
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { createE164Check } from "../../../src/service/identity/e164-check.ts";

const check = createE164Check();
const exampleNumbers = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
const digit = fc.integer({ min: 0, max: 9 }).map(String);

/** Numbers that begin like a real one of some country, and end in any digits, as many as real ones have or some more or fewer. */
const nearlyReal = fc
  .record({
    like: fc.constantFrom(...exampleNumbers),
    kept: fc.integer({ min: 2, max: 9 }),
    longer: fc.constantFrom(0, 0, 0, 0, -1, 1, 2),
    digits: fc.array(digit, { minLength: 16, maxLength: 16 }),
  })
  .map(({ like, kept, longer, digits }) => (like.slice(0, kept) + digits.join("")).slice(0, like.length + longer));

describe("the quick check of numbers in E.164", () => {
  it("never takes one that libphonenumber refuses or writes otherwise", () => {
    let taken = 0;
    fc.assert(
      fc.property(nearlyReal, (number) => {
        if (!check(number)) return;
        taken += 1;
        const parsed = parsePhoneNumberFromString(number, { extract: false });
        expect([number, parsed?.isValid(), parsed?.number]).toEqual([number, true, number]);
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(2000);
  });

  it("takes the mobile numbers of nearly all countries", () => {
    const refused = exampleNumbers.filter((number) => !check(number));
    expect(exampleNumbers.length).toBeGreaterThan(200);
    expect(refused.length).toBeLessThan(20);
  });

  it.each(["", "+", "94771234567", "+94 771234567", "+0771234567", "+999123456789", "+94771234567 ", "+٩٤٧٧١٢٣٤٥٦٧"])(
    "leaves what is not plain E.164 to libphonenumber (%s)",
    (text) => {
      expect(check(text)).toBe(false);
    },
  );
});
