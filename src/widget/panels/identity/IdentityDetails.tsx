import type { LinkedIdentifier } from "../../../contract/record.ts";
import type { ReturningCustomer } from "../../../contract/lookup.ts";
import type { Change, ShownChange } from "../../journey/changes.ts";
import { useRecord } from "../../journey/use-record.ts";
import type { Locale } from "../../locale/locale.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Unsent } from "../../ui/Unsent.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { selectConfidence } from "./select-confidence.ts";

interface IdentityDetailsProps {
  readonly customer: ReturningCustomer;
  readonly isChosen: boolean;
  readonly changes: readonly ShownChange[];
  readonly editable: boolean;
  readonly now: number;
  readonly onChange: (change: Change) => void;
  readonly onUndo: (changeId: string) => void;
  readonly onChooseAgain: () => void;
  /** Null while nobody can be asked. */
  readonly onMerge: (() => void) | null;
}

/** How it is known who this is, and what can be done where it is wrong. */
export function IdentityDetails(props: IdentityDetailsProps) {
  const { customer, isChosen, changes, editable, now, onChange, onUndo, onChooseAgain, onMerge } = props;
  const locale = useLocale();
  const { text } = locale;
  const { matchedBy, identifiers } = customer;
  const mergedFrom = useRecord(customer.customerId, customer.version)?.mergedFrom ?? [];
  const matched = identifiers.find(({ id }) => id === matchedBy.identifierId);
  const confidence = selectConfidence(customer, isChosen);
  return (
    <div className="identity-details">
      <p className={`identity-confidence identity-${confidence}`}>
        <Icon name={confidence === "low" || confidence === "medium" ? "warning" : "shield"} />
        <span className="wraps">
          {text(`confidence.${confidence}`, { identifier: matched?.display ?? text(`identifier.${matchedBy.type}`) })}
        </span>
      </p>
      {identifiers.length === 0 ? null : (
        <dl className="identity-identifiers">
          {identifiers.map((one) => (
            <div key={one.id}>
              <dt>{nameOf(one, locale)}</dt>
              <dd>
                <span className="strong wraps">
                  <Untrusted text={one.display} limit={120} />
                </span>
                <span className={one.verified ? "identity-verified" : "sub"}>
                  {one.verified ? <Icon name="check" size={12} /> : null}
                  {text(one.verified ? "identity.verified" : "identity.unverified")}
                </span>
                <span className="sub">
                  {text(one.linkedBy === "agent" ? "identity.linkedByAgent" : "identity.linked", {
                    when: locale.when(one.linkedAt, now),
                  })}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {mergedFrom.length === 0 ? null : (
        <>
          <h2 className="identity-merges">{text("identity.merges")}</h2>
          <ul>
            {mergedFrom.map(({ customerId, mergeId, mergedAt, automatic }) => {
              const made = changes.findLast(
                ({ change, state }) =>
                  state !== "refused" && change.kind === "undo-merge" && change.mergeId === mergeId,
              );
              return (
                <li key={mergeId} className="row">
                  <span className="sub wraps">
                    {text(automatic ? "identity.mergedAutomatically" : "identity.merged", {
                      customer: customerId,
                      when: locale.when(mergedAt, now),
                    })}
                  </span>
                  {made ? (
                    <Unsent
                      waits={made.state === "waiting"}
                      onUndo={made.canUndo ? () => onUndo(made.id) : null}
                      takesFocus={made.state === "undoable"}
                    />
                  ) : editable ? (
                    <Button
                      aria-label={`${text("identity.takeApart")}: ${customerId}`}
                      onClick={() => onChange({ kind: "undo-merge", mergeId })}
                    >
                      {text("identity.takeApart")}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {editable ? (
        <div className="identity-actions">
          {isChosen ? (
            <Button onClick={onChooseAgain}>{text("identity.chooseAgain")}</Button>
          ) : (
            <Button onClick={() => onChange({ kind: "not-this-person", identifierId: matchedBy.identifierId })}>
              {text("wrong.label")}
            </Button>
          )}
          {onMerge ? <Button onClick={onMerge}>{text("identity.merge")}</Button> : null}
        </div>
      ) : null}
    </div>
  );
}

function nameOf({ type, channel }: LinkedIdentifier, { text, capitalised }: Locale): string {
  return type === "channel" && channel !== null ? capitalised(text(`channel.${channel}`)) : text(`identifier.${type}`);
}
