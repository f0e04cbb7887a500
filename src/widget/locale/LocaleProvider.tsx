import { createContext, type ReactNode, useContext, useEffect } from "react";
import { englishLocale } from "./load-locale.ts";
import type { Locale } from "./locale.ts";

const LocaleContext = createContext<Locale>(englishLocale());

/** Gives the panel its language and the document its language and direction. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = locale.languageTag;
    document.documentElement.dir = locale.direction;
  }, [locale]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}
