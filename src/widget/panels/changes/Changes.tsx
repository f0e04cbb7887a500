import type { Change, ShownChange } from "../../journey/changes.ts";
import type { MessageKey } from "../../locale/catalogue.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import "./Changes.css";

interface ChangesProps {
  readonly changes: readonly ShownChange[];
  /** The agent has read why it was refused. */
  readonly onDismiss: (changeId: string) => void;
  /** A part of the panel that was asked for did not arrive. */
  readonly isCutOff: boolean;
  readonly onReconnect: () => void;
}

/** Over the foot of the panel: what waits to be sent, and what the service would not do. */
export function Changes({ changes, onDismiss, isCutOff, onReconnect }: ChangesProps) {
  const { text } = useLocale();
  const count = changes.filter(({ state }) => state === "waiting").length;
  return (
    <>
      {changes.map(({ id, change, refusal }) =>
        refusal === null ? null : (
          <div key={id} className="change change-refused" role="alert">
            <Icon name="warning" />
            <p className="wraps">
              <b className="strong">{text(names[change.kind])}</b> {text(`refusal.${refusal}`)}
            </p>
            <Button onClick={() => onDismiss(id)}>{text("change.dismiss")}</Button>
          </div>
        ),
      )}
      {isCutOff ? (
        <div className="change change-refused" role="alert">
          <Icon name="unplugged" />
          <p className="wraps">{text("change.cutOff")}</p>
          <Button onClick={onReconnect}>{text("retry")}</Button>
        </div>
      ) : null}
      {count === 0 ? null : (
        <output className="change change-waits">
          <Icon name="hourglass" />
          <span className="wraps">{text("change.count", { count })}</span>
        </output>
      )}
    </>
  );
}

const names = {
  "state-issue": "change.state-issue",
  "close-issue": "change.close-issue",
  tell: "change.tell",
  "not-this-person": "change.not-this-person",
  "undo-merge": "change.undo-merge",
} as const satisfies Record<Change["kind"], MessageKey>;
