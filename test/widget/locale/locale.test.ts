import { describe, expect, it } from "vitest";
import { englishLocale, loadLocale } from "../../../src/widget/locale/load-locale.ts";

const english = englishLocale("en-GB", "UTC");

describe("a message", () => {
  it("takes the form of an exact number before the form of the language", () => {
    expect(english.text("brief.nth", { count: 3 })).toBe("Third contact");
    expect(english.text("brief.nth", { count: 12 })).toBe("12 contacts");
    expect(english.text("identity.contacts", { count: 1 })).toBe("1 contact");
  });

  it("writes numbers as the agent does", () => {
    expect(english.text("timeline.showAll", { count: 1300 })).toBe("Show all 1,300 interactions");
  });

  it("keeps elements in their places", () => {
    const bold = { bold: "Billing" };
    expect(english.pieces("brief.open", { subject: bold })).toEqual(["Open: ", bold, "."]);
  });

  it("never reads braces in a value as a place", () => {
    expect(english.text("copy", { label: "{label}" })).toBe("Copy {label}");
  });
});

describe("the language of the agent", () => {
  it.each(["", "xx-YY", "not a tag", "tlh"])("is English for %j", async (tag) => {
    const locale = await loadLocale(tag, "UTC");
    expect(locale.text("retry")).toBe("Retry");
    expect(locale.direction).toBe("ltr");
  });

  it("keeps the habits of a region whose language is not spoken here", async () => {
    const locale = await loadLocale("it-it", "UTC");
    expect(locale.time("2026-11-20T14:02:00.000Z")).toBe("14:02");
  });
});
