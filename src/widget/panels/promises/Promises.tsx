import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Card } from "../../ui/Card.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { formatDue } from "./format-due.ts";
import type { Promised } from "./select-promises.ts";
import "./Promises.css";

/** What the customer was promised, the late ones first. */
export function Promises({ promises, now }: { readonly promises: readonly Promised[]; readonly now: number }) {
  const locale = useLocale();
  if (promises.length === 0) return null;
  return (
    <Card title={locale.text("promises.label")}>
      <ul className="promises">
        {promises.map(({ conversationId, text, dueAt, overdue }) => (
          <li key={conversationId + text} className="row">
            <span className="wraps">
              <Untrusted text={text} limit={160} expandable />
            </span>
            <Tag tone={overdue ? "bad" : "mute"}>{formatDue(dueAt, now, locale) ?? locale.text("due.undated")}</Tag>
          </li>
        ))}
      </ul>
    </Card>
  );
}
