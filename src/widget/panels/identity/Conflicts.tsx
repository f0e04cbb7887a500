import type { Conflict } from "../../../contract/lookup.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { formatConflicts } from "./format-identity.ts";

interface ConflictsProps {
  readonly conflicts: readonly Conflict[];
  /** Null while nothing can be done about it. */
  readonly onCompare: ((customerId: string) => void) | null;
}

/** What contradicts the match, openly, and the way to find out whether it is the same person. */
export function Conflicts({ conflicts, onCompare }: ConflictsProps) {
  const locale = useLocale();
  const sentences = formatConflicts(conflicts, locale);
  if (sentences.length === 0) return null;
  const others = [...new Set(conflicts.flatMap(({ customerId }) => customerId ?? []))];
  return (
    <div className="identity-conflict">
      <Icon name="people" />
      <p className="wraps">{sentences.join(" ")}</p>
      {onCompare === null
        ? null
        : others.map((customerId) => (
            <Button
              key={customerId}
              aria-label={`${locale.text("identity.compare")} ${customerId}`}
              onClick={() => onCompare(customerId)}
            >
              {locale.text("identity.compare")}
            </Button>
          ))}
    </div>
  );
}
