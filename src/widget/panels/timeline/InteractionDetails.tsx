import type { ReactNode } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";

interface InteractionDetailsProps {
  readonly interaction: InteractionSummary;
  readonly now: number;
  readonly onOpen: (conversationId: string) => void;
}

/** Everything that is known of one interaction. */
export function InteractionDetails({ interaction, now, onOpen }: InteractionDetailsProps) {
  const locale = useLocale();
  const { text } = locale;
  const { outcomeNotes, summarySource, startTime, direction, sentiment, followUps, conversationId } = interaction;
  const promises = (
    <ul>
      {followUps.map((promise) => (
        <li key={promise.text + promise.dueAt}>
          <Untrusted text={promise.text} limit={300} expandable />
          {promise.dueAt === null ? "" : ` (${text("due.on", { when: locale.when(promise.dueAt, now) })})`}
        </li>
      ))}
    </ul>
  );
  const facts: readonly (readonly [label: string, fact: ReactNode])[] = [
    [text("timeline.when"), locale.full(startTime)],
    [text("timeline.agent"), named(interaction.agentName)],
    [text("timeline.queue"), named(interaction.queueName)],
    [text("timeline.wrapUp"), named(interaction.wrapUpCode)],
    [text("timeline.direction"), direction && text(`timeline.${direction}`)],
    [text("timeline.sentiment"), sentiment && text(`mood.${sentiment}`)],
    [text("timeline.promised"), followUps.length === 0 ? null : promises],
  ];
  return (
    <div className="timeline-details">
      {outcomeNotes.trim() === "" ? null : (
        <p>
          <Untrusted text={outcomeNotes} limit={2000} lines expandable />
        </p>
      )}
      {summarySource === null ? null : <p className="sub">{text(`timeline.source.${summarySource}`)}</p>}
      <dl>
        {facts.map(([label, fact]) =>
          fact === null ? null : (
            <FactRow key={label} label={label}>
              {fact}
            </FactRow>
          ),
        )}
      </dl>
      <Button onClick={() => onOpen(conversationId)}>
        <Icon name="external" /> {text("timeline.open")}
      </Button>
    </div>
  );
}

function FactRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function named(name: string | null): ReactNode {
  return name === null || name.trim() === "" ? null : <Untrusted text={name} limit={200} />;
}
