import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callersOf, maskedEmail, maskedPhone } from "../../../src/widget/journey/callers.ts";
import { aConversation } from "../support/conversations.ts";

describe("a caller", () => {
  it("shows what the interaction carries, and keeps what is looked up to itself", () => {
    const [one] = callersOf(
      aConversation({ phone: "tel:+94771234567", attributes: { "context.email": "nimali@example.com" } }),
    );
    expect(one?.caller).toEqual({
      participantId: "p-1",
      name: "Nimali",
      channel: "voice",
      phone: "+94 ••• ••• 567",
      email: "n•••@example.com",
      has: ["phone", "email"],
    });
    expect(one?.identifiers.map(({ type }) => type)).toEqual(["phone", "email"]);
  });

  it.each([
    ["tel:+94771234567", "+94 ••• ••• 567"],
    ["sip:+94771234567@10.0.0.1;user=phone", "+94 ••• ••• 567"],
    ["(938) 679-8637", "938 ••• ••• 637"],
    ["1234", "•••"],
    ["", "•••"],
  ])("has its number %s masked as %s", (value, masked) => {
    expect(maskedPhone(value)).toBe(masked);
  });

  it.each([
    ["nimali@example.com", "n•••@example.com"],
    ["Nimali Perera <nimali@example.com>", "n•••@example.com"],
    ["@example.com", "•••"],
    ["nimali", "•••"],
  ])("has its address %s masked as %s", (value, masked) => {
    expect(maskedEmail(value)).toBe(masked);
  });

  it("never shows more than six digits of a number", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789+-() ".split("")), maxLength: 40 }), (value) => {
        expect(maskedPhone(value).replaceAll(/\D/g, "").length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
