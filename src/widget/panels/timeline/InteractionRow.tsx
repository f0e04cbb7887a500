import { memo, useEffect, useId, useRef } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { formatMeta, toneOf } from "./format-interaction.ts";
import { InteractionDetails } from "./InteractionDetails.tsx";

interface InteractionRowProps {
  readonly interaction: InteractionSummary;
  readonly expanded: boolean;
  /** The agent was led here from somewhere else: it comes into view and takes the focus. */
  readonly sought: boolean;
  readonly now: number;
  /** Its place among all rows, where only some of them are in the document. */
  readonly position?: number;
  readonly size?: number;
  readonly onToggle: (conversationId: string) => void;
  readonly onOpen: (conversationId: string) => void;
}

export const InteractionRow = memo(function InteractionRow({
  interaction,
  expanded,
  sought,
  now,
  position,
  size,
  onToggle,
  onOpen,
}: InteractionRowProps) {
  const locale = useLocale();
  const details = useId();
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!sought) return;
    toggle.current?.focus({ preventScroll: true });
    toggle.current?.scrollIntoView({ block: "center" });
  }, [sought]);

  const { conversationId, channel, intent, resolutionStatus, agentName, outcomeNotes } = interaction;
  return (
    <li className="timeline-row" aria-setsize={size} aria-posinset={position}>
      <span className="timeline-channel">
        <Icon name={channel} size={13} />
      </span>
      <div className="timeline-head">
        <h3>
          <button
            type="button"
            ref={toggle}
            className="timeline-toggle"
            aria-expanded={expanded}
            aria-controls={details}
            onClick={() => onToggle(conversationId)}
          >
            <span>
              {intent === null || intent.trim() === "" ? (
                locale.text("timeline.noSubject")
              ) : (
                <Untrusted text={intent} limit={expanded ? 500 : 80} />
              )}
            </span>
            <Icon name="chevron" />
          </button>
        </h3>
        <Tag tone={toneOf[resolutionStatus]}>{locale.text(`status.${resolutionStatus}`)}</Tag>
      </div>
      <p className="sub timeline-meta">
        {formatMeta(interaction, now, locale)}
        {agentName === null ? null : (
          <>
            {" · "}
            <Untrusted text={agentName} limit={60} />
          </>
        )}
      </p>
      {expanded || outcomeNotes.trim() === "" ? null : (
        <p className="timeline-notes" dir="auto">
          <Untrusted text={outcomeNotes} limit={240} />
        </p>
      )}
      <div id={details} hidden={!expanded}>
        {expanded ? <InteractionDetails interaction={interaction} now={now} onOpen={onOpen} /> : null}
      </div>
    </li>
  );
});
