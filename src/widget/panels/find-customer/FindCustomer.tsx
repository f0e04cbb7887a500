import { useRef } from "react";
import { limits } from "../../../contract/limits.ts";
import type { IdentityActions } from "../../journey/identity-calls.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { FoundCustomers } from "./FoundCustomers.tsx";
import { MergePreview } from "./MergePreview.tsx";
import { type Person, useFinding } from "./use-finding.ts";

export interface Purpose {
  /** `find`: there is nothing to link, and the agent's word holds for this interaction. */
  readonly kind: "find" | "link" | "merge";
  /** The customer on screen; null where there is none. */
  readonly onScreen: Person | null;
  /** Whom a conflict names already. */
  readonly suggested: string | null;
}

interface FindCustomerProps extends Purpose {
  readonly identity: IdentityActions;
  readonly now: number;
  /** It is this customer, linked or only for this interaction. */
  readonly onFound: (customerId: string) => void;
  readonly onMerged: () => void;
  readonly onUndoMerge: (customerId: string, mergeId: string) => void;
  readonly onClose: () => void;
}

/** Finds a customer, to link what this interaction carries to them or to merge them with the one on screen. */
export function FindCustomer({ kind, identity, now, onUndoMerge, onClose, ...rest }: FindCustomerProps) {
  const { text, pieces } = useLocale();
  const field = useRef<HTMLInputElement>(null);
  const finding = useFinding({ kind, identity, ...rest });
  const { step, isBusy, trouble } = finding;
  return (
    <Dialog title={text(`identity.${kind}`)} step={step.kind} onClose={onClose}>
      {step.kind === "looking" && isBusy ? <Skeleton width={80} /> : null}
      {step.kind === "search" ? (
        <>
          <form
            className="find"
            onSubmit={(event) => {
              event.preventDefault();
              void finding.search(field.current?.value ?? "");
            }}
          >
            <label className="sub" htmlFor="find-customer">
              {text("find.field")}
            </label>
            <input
              id="find-customer"
              ref={field}
              className="field"
              dir="auto"
              autoComplete="off"
              spellCheck={false}
              maxLength={limits.identifierLength}
            />
            <Button type="submit" look="primary" disabled={isBusy}>
              {text("filter.search")}
            </Button>
          </form>
          <FoundCustomers candidates={step.candidates} now={now} onChoose={(one) => void finding.choose(one)} />
        </>
      ) : null}
      {step.kind === "taken" ? (
        <>
          <p>
            {pieces("link.taken", {
              identifier: text(`identifier.${step.type}`),
              name: <Untrusted key="name" text={step.other.name} limit={120} />,
            })}
          </p>
          <div className="dialog-actions">
            <Button disabled={isBusy} onClick={() => void finding.share()}>
              {text("link.share")}
            </Button>
            <Button disabled={isBusy} onClick={() => void finding.preview(step.into, step.other)}>
              {text("link.samePerson")}
            </Button>
          </div>
        </>
      ) : null}
      {step.kind === "preview" ? <MergePreview {...step} /> : null}
      {step.kind === "merged" ? <output>{text("merge.done")}</output> : null}
      {trouble === null ? null : (
        <p className="find-trouble" role="alert">
          {text(trouble)}
        </p>
      )}
      <div className="dialog-actions">
        {step.kind === "merged" ? (
          <Button
            onClick={() => {
              onUndoMerge(step.into.customerId, step.mergeId);
              onClose();
            }}
          >
            {text("undo")}
          </Button>
        ) : null}
        <Button onClick={onClose}>{text(step.kind === "merged" ? "close" : "cancel")}</Button>
        {step.kind === "preview" ? (
          <Button look="primary" disabled={isBusy} onClick={() => void finding.merge()}>
            {text("merge.confirm")}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
