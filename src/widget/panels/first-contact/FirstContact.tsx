import type { IdentifierType } from "../../../contract/identifier.ts";
import type { MessageKey } from "../../locale/catalogue.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Blank } from "../../ui/Blank.tsx";
import { selectTried, type Tried } from "./select-tried.ts";
import "./FirstContact.css";

interface FirstContactProps {
  /** What was on the interaction. */
  readonly has: readonly IdentifierType[];
  readonly tried: readonly IdentifierType[];
  /** Null where nothing can be linked. */
  readonly onLink: (() => void) | null;
}

/** Nobody knows this customer yet: said plainly, with what was looked for. */
export function FirstContact({ has, tried, onLink }: FirstContactProps) {
  const { text } = useLocale();
  return (
    <Blank icon="star" title={text("first.title")} level={2}>
      <p className="sub">
        {text("first.body")}
        <br />
        {text("first.hint")}
      </p>
      <dl className="tried" aria-label={text("first.tried")}>
        {selectTried(has, tried).map(({ type, result }) => (
          <div key={type}>
            <dt>{text(`identifier.${type}`)}</dt>
            <dd className="sub">{text(results[result])}</dd>
          </div>
        ))}
      </dl>
      {onLink ? (
        <div className="first-link">
          <Button onClick={onLink}>{text("identity.link")}</Button>
        </div>
      ) : null}
    </Blank>
  );
}

const results = {
  "no-match": "first.noMatch",
  absent: "first.absent",
  unusable: "first.unusable",
} as const satisfies Record<Tried["result"], MessageKey>;
