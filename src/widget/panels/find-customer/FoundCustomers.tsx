import type { Candidate } from "../../../contract/lookup.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { plainText } from "../../ui/plain-text.ts";
import { Untrusted } from "../../ui/Untrusted.tsx";

interface FoundCustomersProps {
  readonly candidates: readonly Candidate[];
  readonly now: number;
  readonly onChoose: (candidate: Candidate) => void;
}

/** Whom the words lead to, with as much as tells them apart. */
export function FoundCustomers({ candidates, now, onChoose }: FoundCustomersProps) {
  const locale = useLocale();
  const { text } = locale;
  return (
    <ul className="found" aria-live="polite">
      {candidates.map((candidate) => {
        const { customerId, displayName, lastInteractionAt, interactionCount: count } = candidate;
        const name = displayName ?? text("who.unnamed");
        return (
          <li key={customerId} className="found-one">
            <Avatar name={displayName} />
            <div className="wraps">
              <p className="strong">
                <Untrusted text={name} limit={120} />
              </p>
              <p className="sub">
                {lastInteractionAt === null
                  ? null
                  : `${text("who.last", { when: locale.when(lastInteractionAt, now) })} · `}
                {text("identity.contacts", { count })}
              </p>
            </div>
            <Button
              aria-label={`${text("who.choose")}: ${plainText(name).slice(0, 120)}`}
              onClick={() => onChoose(candidate)}
            >
              {text("who.choose")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
