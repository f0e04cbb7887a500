import { useState } from "react";
import { limits } from "../../../contract/limits.ts";
import type { Change, ShownChange } from "../../journey/changes.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextForm } from "../../ui/TextForm.tsx";
import { Unsent } from "../../ui/Unsent.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { formatIssueFacts } from "./format-issue.ts";
import type { OpenIssue as Issue } from "./select-issue.ts";
import "./OpenIssue.css";

interface OpenIssueProps {
  readonly issue: Issue | null;
  /** What the agent did to this customer and the service has not acknowledged. */
  readonly changes: readonly ShownChange[];
  /** False while it is not settled in whose name a change would be made. */
  readonly editable: boolean;
  readonly now: number;
  readonly onChange: (change: Change) => void;
  readonly onUndo: (changeId: string) => void;
}

export function OpenIssue({ issue, changes, editable, now, onChange, onUndo }: OpenIssueProps) {
  const locale = useLocale();
  const { text } = locale;
  const [isWriting, setWriting] = useState(false);
  /** What this agent closed last, to be reopened. */
  const [closed, setClosed] = useState<string | null>(null);
  const made = changes.findLast(isOfIssue);
  const unsent = made ? (
    <Unsent
      waits={made.state === "waiting"}
      onUndo={made.canUndo ? () => onUndo(made.id) : null}
      takesFocus={made.state === "undoable"}
    />
  ) : null;

  const state = (words: string) => {
    setWriting(false);
    setClosed(null);
    onChange({ kind: "state-issue", issue: words });
  };
  const form = (initial: string) => (
    <TextForm
      label={text("issue.text")}
      initial={initial}
      longest={limits.issueLength}
      onSave={state}
      onCancel={() => setWriting(false)}
    />
  );

  if (issue === null) {
    const done = made?.change.kind === "close-issue" ? made.change.issue : closed;
    if (isWriting) return <Card title={text("issue.label")}>{form("")}</Card>;
    if (done === null) {
      if (!editable) return null;
      return (
        <Card
          title={text("issue.label")}
          aside={
            <Button look="bare" onClick={() => setWriting(true)}>
              {text("issue.state")}
            </Button>
          }
        />
      );
    }
    return (
      <Card title={text("issue.label")}>
        <div className="row">
          <output className="issue-done">
            <Icon name="check" /> {text("issue.resolved")}
          </output>
          {made ? unsent : <Button onClick={() => state(done)}>{text("issue.reopen")}</Button>}
        </div>
        <p className="sub wraps">
          <Untrusted text={done} />
        </p>
      </Card>
    );
  }

  const age = issue.since === null ? null : locale.age(issue.since, now);
  return (
    <Card title={text("issue.label")} tone="open" aside={age === null ? null : <Tag tone="open">{age}</Tag>}>
      {isWriting ? (
        form(issue.text)
      ) : (
        <>
          <div className="issue-title">
            <Clamp lines={3}>
              <Untrusted text={issue.text} limit={500} />
            </Clamp>
            {editable ? (
              <Button
                look="bare"
                className="issue-restate"
                aria-label={text("issue.restate")}
                title={text("issue.restate")}
                onClick={() => setWriting(true)}
              >
                <Icon name="pencil" />
              </Button>
            ) : null}
          </div>
          <div className="row">
            <p className="sub issue-facts">{formatIssueFacts(issue, now, locale)}</p>
            {unsent}
            {editable && made?.state !== "undoable" ? (
              <Button
                onClick={() => {
                  setClosed(issue.text);
                  onChange({ kind: "close-issue", issue: issue.text });
                }}
              >
                {text("issue.resolve")}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </Card>
  );
}

function isOfIssue({ change, state }: ShownChange): boolean {
  return state !== "refused" && (change.kind === "state-issue" || change.kind === "close-issue");
}
