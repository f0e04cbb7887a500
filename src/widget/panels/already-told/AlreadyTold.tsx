import { useState } from "react";
import type { Change, ShownChange } from "../../journey/changes.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import type { Told } from "./select-told.ts";
import { ToldRow } from "./ToldRow.tsx";
import "./AlreadyTold.css";

const shownAtFirst = 6;

interface AlreadyToldProps {
  readonly told: readonly Told[];
  /** What the agent did to this customer and the service has not acknowledged. */
  readonly changes: readonly ShownChange[];
  /** False while it is not settled in whose name a change would be made. */
  readonly editable: boolean;
  readonly now: number;
  readonly onChange: (change: Change) => void;
  readonly onUndo: (changeId: string) => void;
}

/** What the customer need not repeat. */
export function AlreadyTold({ told, changes, editable, now, onChange, onUndo }: AlreadyToldProps) {
  const { text } = useLocale();
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
        {shown.map((one) => (
          <ToldRow
            key={one.key}
            told={one}
            made={changes.findLast(
              ({ change, state }) => state !== "refused" && change.kind === "tell" && change.key === one.key,
            )}
            editable={editable}
            now={now}
            onTell={(value) => onChange({ kind: "tell", key: one.key, value })}
            onUndo={onUndo}
          />
        ))}
      </dl>
      {more > 0 ? (
        <Button look="bare" onClick={() => setAll(true)}>
          {text("told.showAll", { count: more })}
        </Button>
      ) : null}
    </Card>
  );
}
