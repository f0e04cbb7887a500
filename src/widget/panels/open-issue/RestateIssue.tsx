import { useId, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";

interface RestateIssueProps {
  readonly issue: string;
  readonly onSave: (issue: string) => void;
  readonly onCancel: () => void;
}

/** The issue in the agent's own words. */
export function RestateIssue({ issue, onSave, onCancel }: RestateIssueProps) {
  const { text } = useLocale();
  const field = useId();
  const [words, setWords] = useState(issue);
  return (
    <form
      className="issue-form"
      onSubmit={(event) => {
        event.preventDefault();
        const stated = words.trim();
        if (stated !== "" && stated !== issue) onSave(stated);
        else onCancel();
      }}
    >
      <label className="sub" htmlFor={field}>
        {text("issue.text")}
      </label>
      <input
        id={field}
        className="field"
        dir="auto"
        maxLength={limits.issueLength}
        value={words}
        ref={(input) => input?.focus()}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
        }}
      />
      <div className="issue-actions">
        <Button look="primary" type="submit">
          {text("save")}
        </Button>
        <Button onClick={onCancel}>{text("cancel")}</Button>
      </div>
    </form>
  );
}
