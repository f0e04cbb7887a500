import { createContext, type ReactNode, useContext, useEffect } from "react";
import { englishLocale } from "./load-locale.ts";
import type { Locale } from "./locale.ts";

const LocaleContext = createContext<Locale | null>(null);
/** Where nobody gives a language; made when it is asked for, since the widget never does. */
let english: Locale | null = null;

/** Gives the panel its language and the document its language and direction. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = locale.languageTag;
    document.documentElement.dir = locale.direction;
  }, [locale]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext) ?? (english ??= englishLocale());
}
