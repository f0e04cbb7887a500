import { describe, expect, it } from "vitest";
import { ar } from "../../../src/widget/locale/ar.ts";
import type { Catalogue, PluralForms } from "../../../src/widget/locale/catalogue.ts";
import { de } from "../../../src/widget/locale/de.ts";
import { en } from "../../../src/widget/locale/en.ts";
import { es } from "../../../src/widget/locale/es.ts";
import { fr } from "../../../src/widget/locale/fr.ts";
import { ja } from "../../../src/widget/locale/ja.ts";
import { loadLocale } from "../../../src/widget/locale/load-locale.ts";
import { ptBr } from "../../../src/widget/locale/pt-br.ts";

const catalogues: readonly (readonly [language: string, catalogue: Catalogue])[] = [
  ["ar", ar],
  ["de", de],
  ["es", es],
  ["fr", fr],
  ["ja", ja],
  ["pt", ptBr],
];

type Message = string | PluralForms;

const english: ReadonlyMap<string, Message> = new Map(Object.entries<Message>(en));

function formsOf(message: Message): readonly string[] {
  return typeof message === "string" ? [message] : Object.values(message).filter((form) => form !== undefined);
}

/** What a message leaves open; a form for an exact number may leave the number out. */
function placesOf(message: Message): readonly string[] {
  const places = formsOf(message).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name));
  return [...new Set(places)].toSorted();
}

describe.each(catalogues)("the catalogue of %s", (language, catalogue) => {
  const messages: ReadonlyMap<string, Message> = new Map(Object.entries<Message>(catalogue));

  it("has every message and no other", () => {
    expect([...messages.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it("leaves open what English leaves open, in every message", () => {
    for (const [key, message] of english) {
      expect([key, ...placesOf(messages.get(key) ?? "")]).toEqual([key, ...placesOf(message)]);
    }
  });

  it("has no empty form, no stray brace and no form of a plural that its language does not have", () => {
    const known: readonly string[] = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of messages) {
      const odd = formsOf(message).filter((form) => form.trim() === "" || /[{}]/.test(form.replace(/\{\w+\}/g, "")));
      const names = typeof message === "string" ? [] : Object.keys(message).filter((name) => !name.startsWith("="));
      expect([key, odd, names.filter((name) => !known.includes(name))]).toEqual([key, [], []]);
    }
  });

  it("is not English, names and words of both languages aside", () => {
    const same = [...english].filter(([key, message]) => messages.get(key) === message);
    expect(same.length / english.size).toBeLessThan(0.08);
  });

  it("is what an agent of that language reads", async () => {
    const locale = await loadLocale(`${language}-xx`, "UTC");
    expect(locale.text("retry")).toBe(catalogue.retry);
    expect(locale.direction).toBe(language === "ar" ? "rtl" : "ltr");
  });
});

describe("plurals", () => {
  it.each([
    ["ar", 2, "اتصالان"],
    ["ar", 3, "٣ اتصالات"],
    ["ar", 11, "١١ اتصالًا"],
    ["ar", 100, "١٠٠ اتصال"],
    ["fr", 0, "0 contact"],
    ["de", 1, "1 Kontakt"],
    ["ja", 5, "お問い合わせ5件"],
    ["pt-br", 1, "1 contato"],
  ])("follow the rules of %s: %i", async (tag, count, words) => {
    const locale = await loadLocale(tag === "ar" ? "ar-EG" : tag, "UTC");
    expect(locale.text("identity.contacts", { count })).toBe(words);
  });
});
