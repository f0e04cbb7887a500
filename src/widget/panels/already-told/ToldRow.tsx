import { useState } from "react";
import { limits } from "../../../contract/limits.ts";
import type { PlainValue } from "../../../contract/primitives.ts";
import type { ShownChange } from "../../journey/changes.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextForm } from "../../ui/TextForm.tsx";
import { Unsent } from "../../ui/Unsent.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { plainText } from "../../ui/plain-text.ts";
import { CopyButton } from "./CopyButton.tsx";
import { formatLabel, formatValue, formatWhere } from "./format-told.ts";
import { correctedValue, type Told } from "./select-told.ts";

/** A value of more characters takes the whole width. */
const tall = 24;

interface ToldRowProps {
  readonly told: Told;
  /** What the agent did to it last. */
  readonly made: ShownChange | undefined;
  readonly editable: boolean;
  readonly now: number;
  readonly onTell: (value: PlainValue) => void;
  readonly onUndo: (changeId: string) => void;
}

/** One value: to be copied, corrected and, when it is old, confirmed. */
export function ToldRow({ told, made, editable, now, onTell, onUndo }: ToldRowProps) {
  const locale = useLocale();
  const { text } = locale;
  const [isCorrecting, setCorrecting] = useState(false);
  const { value, stale } = told;
  const label = plainText(formatLabel(told.key, locale));
  const words = formatValue(value, locale);
  if (isCorrecting) {
    return (
      <div className="told-correcting">
        <dt className="visually-hidden">
          <bdi>{label}</bdi>
        </dt>
        <dd>
          <TextForm
            label={label}
            initial={String(value)}
            longest={limits.collectedTextLength}
            onSave={(corrected) => {
              setCorrecting(false);
              onTell(correctedValue(value, corrected));
            }}
            onCancel={() => setCorrecting(false)}
          />
        </dd>
      </div>
    );
  }
  const correct = text("told.correct", { label });
  return (
    <div className={words.length > tall || stale || made ? "told-tall" : undefined}>
      <dt>
        <bdi>{label}</bdi>
      </dt>
      <dd className="told-value">
        <Clamp lines={3}>
          <Untrusted text={words} limit={1000} />
          {stale ? (
            <>
              {" "}
              <Tag tone="open">{text("told.verify")}</Tag>
            </>
          ) : null}
        </Clamp>
      </dd>
      <dd className="told-where">
        {formatWhere(told, now, locale)}
        {stale && editable ? (
          <Button look="bare" onClick={() => onTell(value)} aria-label={`${text("told.stillRight")}: ${label}`}>
            {text("told.stillRight")}
          </Button>
        ) : null}
        {made ? (
          <Unsent
            waits={made.state === "waiting"}
            onUndo={made.canUndo ? () => onUndo(made.id) : null}
            takesFocus={made.state === "undoable"}
          />
        ) : null}
      </dd>
      <dd className="told-actions">
        <CopyButton label={label} value={plainText(words)} />
        {editable ? (
          <Button
            look="bare"
            aria-label={correct}
            title={correct}
            onClick={() => (typeof value === "boolean" ? onTell(!value) : setCorrecting(true))}
          >
            <Icon name="pencil" />
          </Button>
        ) : null}
      </dd>
    </div>
  );
}
