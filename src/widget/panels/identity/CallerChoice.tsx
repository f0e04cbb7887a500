import { useId } from "react";
import type { Caller } from "../../journey/situation.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Select } from "../../ui/Select.tsx";
import { hasLetters } from "./format-identity.ts";
import { plainText } from "../../ui/plain-text.ts";

interface CallerChoiceProps {
  readonly callers: readonly Caller[];
  readonly chosen: Caller | undefined;
  readonly onChoose: (participantId: string) => void;
}

/** On a conference or a consult: which of the customers the panel is about. */
export function CallerChoice({ callers, chosen, onChoose }: CallerChoiceProps) {
  const { text } = useLocale();
  const id = useId();
  if (callers.length < 2) return null;
  return (
    <div className="identity-caller">
      <label className="sub" htmlFor={id}>
        {text("identity.caller")}
      </label>
      <Select id={id} value={chosen?.participantId ?? ""} onChange={onChoose}>
        {callers.map(({ participantId, name, phone, email }, place) => (
          <option key={participantId} value={participantId}>
            {[hasLetters(name) ? plainText(name).slice(0, 80) : null, phone ?? email].filter(Boolean).join(" · ") ||
              `${text("identity.unknown")} ${place + 1}`}
          </option>
        ))}
      </Select>
    </div>
  );
}
