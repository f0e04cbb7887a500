import type { Change } from "../../journey/changes.ts";
import type { Situation } from "../../journey/situation.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Blank } from "../../ui/Blank.tsx";
import { Button } from "../../ui/Button.tsx";
import { selectPhase } from "./select-phase.ts";
import "./NotThisPerson.css";

interface NotThisPersonProps {
  readonly hidden: Extract<Situation, { kind: "hidden" }>;
  readonly onChange: (change: Change) => void;
  readonly onUndo: (changeId: string) => void;
}

/** The agent knows better: nothing of the customer who matched is shown any more. */
export function NotThisPerson({ hidden, onChange, onUndo }: NotThisPersonProps) {
  const { text } = useLocale();
  const { change, matchedBy } = hidden;
  const phase = selectPhase(hidden);
  const identifier = text(`identifier.${matchedBy.type}`);
  return (
    <Blank icon="stranger" title={text("wrong.label")} level={2}>
      <output className="sub">{text(`wrong.${phase}`, { identifier })}</output>
      <div className="wrong-actions">
        {phase === "again" ? (
          <Button onClick={() => onChange({ kind: "not-this-person", identifierId: matchedBy.identifierId })}>
            {text("wrong.unlinkToo")}
          </Button>
        ) : null}
        {phase === "unlinked" || (phase === "waiting" && !change.canUndo) ? null : (
          <Button ref={focus} onClick={() => onUndo(change.id)}>
            {text(phase === "again" || phase === "named" ? "wrong.show" : "undo")}
          </Button>
        )}
      </div>
    </Blank>
  );
}

/** What was pressed went with the history. */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}
