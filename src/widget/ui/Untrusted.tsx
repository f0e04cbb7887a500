import { useState } from "react";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { Button } from "./Button.tsx";
import { cutText, plainLines, plainText } from "./plain-text.ts";

interface UntrustedProps {
  /** What a customer, a bot or a subject line said. */
  readonly text: string;
  /** How much is shown, in UTF-16 units. */
  readonly limit?: number;
  /** Keeps line breaks. */
  readonly lines?: boolean;
  /** Offers the rest under a button; leave it out where a button cannot stand. */
  readonly expandable?: boolean;
}

/** Text that others wrote: as text, on its own for the direction, without characters that deceive, cut. */
export function Untrusted({ text, limit = 200, lines = false, expandable = false }: UntrustedProps) {
  const { text: say } = useLocale();
  const [whole, setWhole] = useState(false);
  const clean = lines ? plainLines(text) : plainText(text);
  // Without a letter there is no direction to find: a phone number reads from the left in every language.
  const dir = /\p{L}/u.test(clean) ? "auto" : "ltr";
  const shown = whole ? { text: clean, cut: false } : cutText(clean, limit);
  return (
    <>
      <bdi className={lines ? "untrusted-lines" : undefined} dir={dir}>
        {shown.text}
        {shown.cut ? "…" : ""}
      </bdi>
      {shown.cut && expandable ? (
        <Button look="bare" onClick={() => setWhole(true)}>
          {say("showAll")}
        </Button>
      ) : null}
    </>
  );
}
