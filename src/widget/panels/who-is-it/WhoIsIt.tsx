import type { Ambiguous } from "../../../contract/lookup.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { plainText } from "../../ui/plain-text.ts";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { formatCandidate } from "./format-candidate.ts";
import "./WhoIsIt.css";

interface WhoIsItProps {
  readonly answer: Ambiguous;
  readonly now: number;
  readonly onChoose: (customerId: string) => void;
  /** It is none of them; null while nobody can be asked. */
  readonly onLink: (() => void) | null;
}

/** Several people share what this interaction carries; only the agent can ask. */
export function WhoIsIt({ answer, now, onChoose, onLink }: WhoIsItProps) {
  const locale = useLocale();
  const { text } = locale;
  const shared = answer.tried.includes("phone") ? "phone" : answer.tried.includes("email") ? "email" : "other";
  return (
    <Card title={text("who.title")}>
      <p>{text(`who.${shared}`)}</p>
      <ul className="candidates">
        {answer.candidates.map((candidate) => {
          const { customerId, displayName, activeIssue } = candidate;
          const name = displayName ?? text("who.unnamed");
          return (
            <li key={customerId} className="candidate">
              <Avatar name={displayName} />
              <div className="wraps">
                <p className="strong">
                  <Untrusted text={name} limit={120} />
                </p>
                <div className="sub">
                  <Clamp lines={2}>
                    {activeIssue === null ? text("who.noIssue") : <Untrusted text={activeIssue} limit={300} />}
                  </Clamp>
                </div>
                <p className="sub">{formatCandidate(candidate, now, locale)}</p>
              </div>
              <Button
                aria-label={`${text("who.choose")}: ${plainText(name).slice(0, 120)}`}
                onClick={() => onChoose(customerId)}
              >
                {text("who.choose")}
              </Button>
            </li>
          );
        })}
      </ul>
      {onLink ? (
        <div className="candidates-none">
          <Button look="bare" onClick={onLink}>
            {text("identity.link")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
