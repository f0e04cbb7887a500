import { useId, useState } from "react";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { Button } from "./Button.tsx";
import "./TextForm.css";

interface TextFormProps {
  readonly label: string;
  readonly initial: string;
  readonly longest: number;
  /** Only with other words than the initial ones, trimmed and not empty. */
  readonly onSave: (words: string) => void;
  readonly onCancel: () => void;
}

/** One line in the agent's own words; Escape leaves it as it was. */
export function TextForm({ label, initial, longest, onSave, onCancel }: TextFormProps) {
  const { text } = useLocale();
  const field = useId();
  const [words, setWords] = useState(initial);
  return (
    <form
      className="text-form"
      onSubmit={(event) => {
        event.preventDefault();
        const stated = words.trim();
        if (stated !== "" && stated !== initial) onSave(stated);
        else onCancel();
      }}
    >
      <label className="sub" htmlFor={field}>
        {label}
      </label>
      <input
        id={field}
        className="field"
        dir="auto"
        // A browser writes what was typed into a form to its own disk.
        autoComplete="off"
        maxLength={longest}
        value={words}
        ref={focus}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
        }}
      />
      <div className="text-form-actions">
        <Button look="primary" type="submit">
          {text("save")}
        </Button>
        <Button onClick={onCancel}>{text("cancel")}</Button>
      </div>
    </form>
  );
}

function focus(field: HTMLInputElement | null): void {
  field?.focus();
}
