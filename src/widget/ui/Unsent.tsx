import { useLocale } from "../locale/LocaleProvider.tsx";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import "./Unsent.css";

interface UnsentProps {
  /** It cannot be sent now. */
  readonly waits: boolean;
  /** Null once it has left. */
  readonly onUndo: (() => void) | null;
  /** The button that was pressed is gone, and this one is in its place. */
  readonly takesFocus?: boolean;
}

/** Beside what the agent did: how far it is, and the way back. */
export function Unsent({ waits, onUndo, takesFocus = false }: UnsentProps) {
  const { text } = useLocale();
  if (!waits && onUndo === null) return null;
  return (
    <span className="unsent">
      {waits ? (
        <output className="unsent-waits">
          <Icon name="hourglass" size={12} />
          {text("change.waiting")}
        </output>
      ) : null}
      {onUndo ? (
        <Button {...(takesFocus && { ref: focus })} onClick={onUndo}>
          {text("undo")}
        </Button>
      ) : null}
    </span>
  );
}

function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}
