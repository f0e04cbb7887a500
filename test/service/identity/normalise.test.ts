import { describe, expect, it } from "vitest";
import { normaliseEmail, normaliseForeignId, normalisePhone } from "../../../src/service/identity/normalise.ts";

describe("a phone number", () => {
  it.each([
    ["tel:+94771234567", "+94771234567"],
    ["+94 77 123 4567", "+94771234567"],
    ["sip:+94771234567@gateway.example.com;user=phone", "+94771234567"],
    ["sips:%2B94771234567@gateway.example.com", "+94771234567"],
    ["tel:+94771234567;ext=12", "+94771234567"],
    ["+94 77 123 4567 x12", "+94771234567"],
    ["+94771234567 ext. 5", "+94771234567"],
    ["\u200e+94771234567\u202c", "+94771234567"],
    ["+٩٤٧٧١٢٣٤٥٦٧", "+94771234567"],
    ["+390612345678", "+390612345678"],
    ["+2250712345678", "+2250712345678"],
    ["+5215512345678", "+525512345678"],
    ["+52 1 55 1234 5678", "+525512345678"],
    ["+52 55 1234 5678", "+525512345678"],
    ["+54 9 11 1234-5678", "+541112345678"],
    ["+54 11 1234-5678", "+541112345678"],
  ])("is one number however it is written (%s)", (written, number) => {
    expect(normalisePhone(written, undefined)).toBe(number);
  });

  it.each([
    ["0771234567", "LK", "+94771234567"],
    ["077 123 4567", "LK", "+94771234567"],
    ["0094771234567", "LK", "+94771234567"],
    ["٠٧٧١٢٣٤٥٦٧", "LK", "+94771234567"],
    ["(202) 555-0123", "US", "+12025550123"],
    ["011 15 1234 5678", "AR", "+541112345678"],
  ])("without a country code is of the organisation's region (%s, %s)", (written, region, number) => {
    expect(normalisePhone(written, region)).toBe(number);
    expect(normalisePhone(written, undefined)).toBeNull();
  });

  it.each([
    "anonymous",
    "tel:anonymous",
    "sip:anonymous@anonymous.invalid",
    "Restricted",
    "Unavailable",
    "unknown",
    "sip:reception@example.com",
    "sip:1234@example.com",
    "1-800-FLOWERS",
    "911",
    "+1202555012",
    "+11800",
    "+",
    "",
  ])("that is withheld or malformed is nobody's (%s)", (written) => {
    expect(normalisePhone(written, "US")).toBeNull();
  });
});

describe("an email address", () => {
  it.each([
    ["Nimali@Example.COM", "nimali@example.com"],
    [" mailto:nimali@example.com ", "nimali@example.com"],
    ["Nimali Perera <nimali@example.com>", "nimali@example.com"],
    ["n\u200bimali@example.com", "nimali@example.com"],
    ["a.b+c@gmail.com", "a.b+c@gmail.com"],
    ["e\u0301@example.com", "\u00e9@example.com"],
    ["a@bücher.de", "a@xn--bcher-kva.de"],
    ["a@faß.de", "a@xn--fa-hia.de"],
    ["a@fass.de", "a@fass.de"],
    ["a@аррӏе.com", "a@xn--80ak6aa92e.com"],
    ["reply@example.com", "reply@example.com"],
  ])("is one mailbox by case and Unicode, never by dots and tags (%s)", (written, address) => {
    expect(normaliseEmail(written)).toBe(address);
  });

  it.each([
    "noreply@example.com",
    "No-Reply@example.com",
    "do_not_reply@example.com",
    "noreply+123@example.com",
    "mailer-daemon@example.com",
    "anonymous@anonymous.invalid",
    "nimali@localhost",
    "nimali",
    "@example.com",
    "a b@example.com",
    "",
  ])("that is nobody's or malformed is no identifier (%s)", (written) => {
    expect(normaliseEmail(written)).toBeNull();
  });
});

describe("an id of another system", () => {
  it("is kept as it is, case included, without what cannot be seen", () => {
    expect(normaliseForeignId(" Guest-\u200b7 ")).toBe("Guest-7");
  });

  it("that stands for nobody is no identifier", () => {
    expect(normaliseForeignId("Anonymous")).toBeNull();
    expect(normaliseForeignId(" ")).toBeNull();
  });
});
