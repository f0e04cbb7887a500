import { useState } from "react";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { plainText } from "../../ui/plain-text.ts";
import { CopyButton } from "./CopyButton.tsx";
import { formatLabel, formatValue, formatWhere } from "./format-told.ts";
import type { Told } from "./select-told.ts";
import "./AlreadyTold.css";

const shownAtFirst = 6;
/** A value of more characters takes the whole width. */
const tall = 24;

/** What the customer need not repeat. */
export function AlreadyTold({ told, now }: { readonly told: readonly Told[]; readonly now: number }) {
  const locale = useLocale();
  const { text } = locale;
  const [all, setAll] = useState(false);
  if (told.length === 0) return null;
  const shown = all ? told : told.slice(0, shownAtFirst);
  const more = told.length - shown.length;
  return (
    <Card
      title={text("told.label")}
      aside={told.some(({ stale }) => !stale) ? <span className="sub">{text("told.hint")}</span> : null}
    >
      <dl className="told">
        {shown.map((one) => {
          const label = plainText(formatLabel(one.key, locale));
          const value = formatValue(one.value, locale);
          return (
            <div key={one.key} className={value.length > tall || one.stale ? "told-tall" : undefined}>
              <dt>
                <bdi>{label}</bdi>
              </dt>
              <dd className="told-value">
                <Clamp lines={3}>
                  <Untrusted text={value} limit={1000} />
                  {one.stale ? (
                    <>
                      {" "}
                      <Tag tone="open">{text("told.verify")}</Tag>
                    </>
                  ) : null}
                </Clamp>
              </dd>
              <dd className="told-where">{formatWhere(one, now, locale)}</dd>
              <dd className="told-copy">
                <CopyButton label={label} value={plainText(value)} />
              </dd>
            </div>
          );
        })}
      </dl>
      {more > 0 ? (
        <Button look="bare" onClick={() => setAll(true)}>
          {text("told.showAll", { count: more })}
        </Button>
      ) : null}
    </Card>
  );
}
