import type { Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";
import { createLocale, type Locale } from "./locale.ts";

/** The catalogues beside English, each a file of its own that only its readers load. */
const catalogues: Readonly<Record<string, () => Promise<Catalogue>>> = {
  ar: async () => (await import("./ar.ts")).ar,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  ja: async () => (await import("./ja.ts")).ja,
  pt: async () => (await import("./pt-br.ts")).ptBr,
};

/** The agent's language by a BCP 47 tag such as `pt-br`; English where we do not speak it or its file does not arrive. */
export async function loadLocale(languageTag: string, timeZone?: string): Promise<Locale> {
  const tag = canonical(languageTag);
  const language = tag.split("-")[0] ?? "en";
  const zone = timeZone === undefined ? {} : { timeZone };
  const load = catalogues[language];
  if (load) {
    try {
      return createLocale({ languageTag: tag, catalogueLanguage: language, catalogue: await load(), ...zone });
    } catch {
      // A catalogue that does not arrive must not keep the journey from the agent.
    }
  }
  return createLocale({ languageTag: inEnglish(tag), catalogueLanguage: "en", catalogue: en, ...zone });
}

/** English at once, before any other language has been loaded. */
export function englishLocale(languageTag = "en-US", timeZone?: string): Locale {
  return createLocale({
    languageTag: inEnglish(canonical(languageTag)),
    catalogueLanguage: "en",
    catalogue: en,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

function canonical(languageTag: string): string {
  try {
    return Intl.getCanonicalLocales(languageTag)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** English words with the habits of the agent's region: an Italian agent reads 14:02, not 2:02 PM. */
function inEnglish(tag: string): string {
  const region = /-([A-Z]{2})\b/.exec(tag)?.[1];
  return region === undefined ? "en" : `en-${region}`;
}
