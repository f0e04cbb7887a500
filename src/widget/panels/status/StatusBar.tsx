import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Menu } from "../../ui/Menu.tsx";
import type { Status } from "./format-status.ts";
import "./Status.css";

interface StatusBarProps {
  /** Null where there is nothing whose freshness could be told. */
  readonly status: Status | null;
  /** False: say that nothing is kept on this device. */
  readonly remembered: boolean | null;
  /** Null while nobody is signed in. */
  readonly onForget: (() => void) | null;
}

/** How true the panel is at this moment, and the way out. */
export function StatusBar({ status, remembered, onForget }: StatusBarProps) {
  const { text } = useLocale();
  if (status === null && onForget === null) return null;
  return (
    <footer className={`status status-${status?.tone ?? "none"}`} aria-label={text("footer.label")}>
      <span className="status-state">
        {status === null ? null : (
          <>
            <i className="status-dot" aria-hidden="true" />
            <span className="wraps">{status.state}</span>
          </>
        )}
      </span>
      <span className="status-time">{status?.time}</span>
      {onForget === null ? null : (
        <Menu label={text("menu.label")}>
          {remembered === false ? <p className="menu-note">{text("footer.notRemembered")}</p> : null}
          <Button look="bare" onClick={onForget}>
            {text("menu.forget")}
          </Button>
        </Menu>
      )}
    </footer>
  );
}
