import type { Catalogue, MessageKey, ValuesOf } from "./catalogue.ts";
import { createCalendar, type Calendar } from "./calendar.ts";

/** How the panel speaks to one agent. Instants are ISO 8601 or epoch milliseconds. */
export interface Locale extends Calendar {
  readonly languageTag: string;
  readonly direction: "ltr" | "rtl";
  readonly text: <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>) => string;
  /** The message in order, with what stands in braces left as it was given: for values that are elements. */
  readonly pieces: <Piece>(
    key: MessageKey,
    values: Readonly<Record<string, Piece | string | number>>,
  ) => readonly (Piece | string)[];
  readonly number: (value: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** With a capital where a sentence starts. */
  readonly capitalised: (text: string) => string;
}

export interface LocaleOptions {
  /** BCP 47, for dates and numbers. */
  readonly languageTag: string;
  /** The language the catalogue is written in, for its plural rules. */
  readonly catalogueLanguage: string;
  readonly catalogue: Catalogue;
  /** IANA name; the machine's when left out. */
  readonly timeZone?: string;
}

export function createLocale({ languageTag, catalogueLanguage, catalogue, timeZone }: LocaleOptions): Locale {
  const plurals = new Intl.PluralRules(catalogueLanguage);
  const numbers = new Intl.NumberFormat(languageTag);
  const lists = new Intl.ListFormat(languageTag, { type: "unit", style: "short" });

  function template(key: MessageKey, values: Readonly<Record<string, unknown>>): string {
    const message = catalogue[key];
    if (typeof message === "string") return message;
    const count = Number(values["count"]);
    return message[`=${count}`] ?? message[plurals.select(count)] ?? message.other;
  }

  function fill<Part>(key: MessageKey, values: Readonly<Record<string, Part | string | number>> = {}) {
    return template(key, values)
      .split(/\{(\w+)\}/)
      .map((piece, place): Part | string => {
        if (place % 2 === 0) return piece;
        const value = values[piece];
        return value === undefined ? "" : typeof value === "number" ? numbers.format(value) : value;
      })
      .filter((piece) => piece !== "");
  }

  return {
    ...createCalendar(languageTag, timeZone),
    languageTag,
    direction: /^(?:ar|fa|he|ur)\b/i.test(catalogueLanguage) ? "rtl" : "ltr",
    text: (key, ...[values]) => fill<string>(key, values).join(""),
    pieces: fill,
    number: (value) => numbers.format(value),
    list: (items) => lists.format(items),
    capitalised: (text) => text.charAt(0).toLocaleUpperCase(languageTag) + text.slice(1),
  };
}
