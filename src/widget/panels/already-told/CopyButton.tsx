import { useEffect, useState } from "react";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { copyText } from "./copy-text.ts";

export function CopyButton({ label, value }: { readonly label: string; readonly value: string }) {
  const { text } = useLocale();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <Button
        look="bare"
        className={copied ? "told-copied" : ""}
        aria-label={text("copy", { label })}
        title={text("copy", { label })}
        onClick={() => void copyText(value).then(setCopied)}
      >
        <Icon name={copied ? "check" : "copy"} />
      </Button>
      <output className="visually-hidden">{copied ? text("copied") : ""}</output>
    </>
  );
}
