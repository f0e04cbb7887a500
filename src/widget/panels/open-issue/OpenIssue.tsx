import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { RestateIssue } from "./RestateIssue.tsx";
import { formatIssueFacts } from "./format-issue.ts";
import type { OpenIssue as Issue } from "./select-issue.ts";
import { useIssueChanges } from "./use-issue-changes.ts";
import "./OpenIssue.css";

interface OpenIssueProps {
  readonly issue: Issue | null;
  /** False while the record is not the present one: what cannot be saved is not offered. */
  readonly editable: boolean;
  readonly now: number;
  readonly closeIssue: () => Promise<boolean>;
  readonly restateIssue: (issue: string) => Promise<boolean>;
}

export function OpenIssue({ issue, editable, now, closeIssue, restateIssue }: OpenIssueProps) {
  const locale = useLocale();
  const { text } = locale;
  const changes = useIssueChanges({ closeIssue, restateIssue });
  const { change } = changes;

  if (change.kind === "resolving" || (change.kind === "resolved" && issue === null)) {
    const resolving = change.kind === "resolving";
    return (
      <Card title={text("issue.label")}>
        <output className="row">
          <span className="issue-done">
            <Icon name="check" /> {text("issue.resolved")}
          </span>
          <Button onClick={() => (resolving ? changes.undo() : void changes.restate(change.issue))}>
            {resolving ? text("undo") : text("issue.reopen")}
          </Button>
        </output>
        <p className="sub wraps">
          <Untrusted text={change.issue} />
        </p>
      </Card>
    );
  }
  if (issue === null) return null;

  const age = issue.since === null ? null : locale.age(issue.since, now);
  return (
    <Card title={text("issue.label")} tone="open" aside={age === null ? null : <Tag tone="open">{age}</Tag>}>
      {change.kind === "restating" ? (
        <RestateIssue issue={issue.text} onSave={(words) => void changes.restate(words)} onCancel={changes.leave} />
      ) : (
        <>
          <div className="issue-title">
            <Clamp lines={3}>
              <Untrusted text={change.kind === "saving" ? change.issue : issue.text} limit={500} />
            </Clamp>
            {editable ? (
              <Button
                look="bare"
                className="issue-restate"
                aria-label={text("issue.restate")}
                title={text("issue.restate")}
                onClick={changes.edit}
              >
                <Icon name="pencil" />
              </Button>
            ) : null}
          </div>
          <div className="row">
            <p className="sub issue-facts">{formatIssueFacts(issue, now, locale)}</p>
            {editable ? <Button onClick={() => changes.resolve(issue.text)}>{text("issue.resolve")}</Button> : null}
          </div>
        </>
      )}
      {change.kind === "not-saved" ? (
        <p className="issue-error" role="alert">
          {text("issue.notSaved")}
        </p>
      ) : null}
    </Card>
  );
}
