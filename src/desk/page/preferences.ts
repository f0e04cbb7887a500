/** How the desktop launches its widgets; in Genesys Cloud the agent's language and the client decide these. */
export interface Preferences {
  readonly languageTag: string;
  readonly usePopupAuth: boolean;
  readonly width: number;
}

export const languages = [
  { tag: "en-us", name: "English" },
  { tag: "de", name: "Deutsch" },
  { tag: "es", name: "Español" },
  { tag: "fr", name: "Français" },
  { tag: "pt-br", name: "Português (Brasil)" },
  { tag: "ja", name: "日本語" },
  { tag: "ar", name: "العربية" },
] as const;

/** The panel's widths; Genesys Cloud offers four as well. */
export const widths = [300, 360, 450, 600] as const;

/** `?lang=de&popup=true&width=600` sets them from the address. */
export function readPreferences(search: string): Preferences {
  const query = new URLSearchParams(search);
  const width = Number(query.get("width"));
  return {
    languageTag: languages.find(({ tag }) => tag === query.get("lang"))?.tag ?? "en-us",
    usePopupAuth: query.get("popup") === "true",
    width: widths.find((known) => known === width) ?? 360,
  };
}
