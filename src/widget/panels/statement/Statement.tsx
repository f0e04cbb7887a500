import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Blank } from "../../ui/Blank.tsx";
import { Button } from "../../ui/Button.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import type { Statement as Content } from "./select-statement.ts";
import "./Statement.css";

interface StatementProps {
  readonly statement: Content;
  readonly level: 1 | 2;
  /** This machine's clock. */
  readonly clock: number;
  readonly onRetry: () => void;
  readonly onSignIn: () => void;
  /** The agent can ask who it is; null where that is no question. */
  readonly onFind: (() => void) | null;
}

/** A situation without a journey, in words that say what to do next. */
export function Statement({ statement, level, clock, onRetry, onSignIn, onFind }: StatementProps) {
  const locale = useLocale();
  const { icon, title, body, issues, hint, action, retryAt } = statement;
  return (
    <Blank icon={icon} title={title} level={level}>
      <p className="sub">{body}</p>
      {issues.length === 0 ? null : (
        <ul className="statement-issues">
          {issues.map((issue) => (
            <li key={issue}>
              <Untrusted text={issue} limit={300} expandable />
            </li>
          ))}
        </ul>
      )}
      {hint === null ? null : <p className="sub">{hint}</p>}
      {action === null ? null : (
        <div className="statement-action">
          {onFind ? (
            <Button look="primary" onClick={onFind}>
              {locale.text("identity.find")}
            </Button>
          ) : null}
          <Button
            look={action.kind === "sign-in" ? "primary" : "outlined"}
            onClick={action.kind === "sign-in" ? onSignIn : onRetry}
          >
            {action.label}
          </Button>
          {retryAt === null ? null : (
            <p className="sub">
              {locale.text("state.retryIn", {
                seconds: locale.seconds(Math.max(1, Math.ceil((retryAt - clock) / 1000))),
              })}
            </p>
          )}
        </div>
      )}
    </Blank>
  );
}
