import { useMemo, useState } from "react";
import type { Change } from "../journey/changes.ts";
import type { Freshness, Situation } from "../journey/situation.ts";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { AlreadyTold } from "../panels/already-told/AlreadyTold.tsx";
import { Brief } from "../panels/brief/Brief.tsx";
import { CallerChoice } from "../panels/identity/CallerChoice.tsx";
import { Conflicts } from "../panels/identity/Conflicts.tsx";
import { formatIdentity } from "../panels/identity/format-identity.ts";
import { Identity } from "../panels/identity/Identity.tsx";
import { OpenIssue } from "../panels/open-issue/OpenIssue.tsx";
import { Promises } from "../panels/promises/Promises.tsx";
import { Sentiment } from "../panels/sentiment/Sentiment.tsx";
import { type Sought, Timeline } from "../panels/timeline/Timeline.tsx";
import { Frame, type Moment } from "./Frame.tsx";
import { selectJourney } from "./select-journey.ts";

interface JourneyProps extends Moment {
  readonly situation: Extract<Situation, { kind: "returning" }>;
}

/** A customer with a past. */
export function Journey({ situation, ...moment }: JourneyProps) {
  const { customer, caller, callers = [], freshness, isChosen = false } = situation;
  const { actions, surroundings, now, identity: parts, onFind } = moment;
  const locale = useLocale();
  const [sought, setSought] = useState<Sought | null>(null);
  const [isOpen, setOpen] = useState(false);

  const identity = formatIdentity(customer, caller, isChosen, locale);
  const { issue, promises, mood, told, brief, pieces } = useMemo(
    () => selectJourney(customer, now, locale),
    [customer, now, locale],
  );

  const { customerId } = customer;
  const changing = {
    now,
    changes: surroundings.changes.filter((one) => one.customerId === customerId),
    editable: mayChange(freshness),
    onChange: (change: Change) => actions.change(customerId, change),
    onUndo: actions.undo,
  };

  const onScreen = { customerId, name: identity.name ?? customerId };
  const compare = (suggested: string | null) => onFind?.({ kind: "merge", onScreen, suggested });
  const { IdentityDetails } = parts.loaded ?? {};

  return (
    <Frame
      {...moment}
      freshness={freshness}
      head={
        <Identity
          name={identity.name}
          {...(identity.reach !== null && { title: identity.reach })}
          details={[identity.contacts]}
          tag={{ tone: "link", label: identity.matched, hint: identity.evidence }}
          isOpen={isOpen}
          onToggle={() => {
            setOpen(!isOpen);
            if (!IdentityDetails) parts.want();
          }}
        >
          {isOpen && IdentityDetails ? (
            <IdentityDetails
              {...changing}
              customer={customer}
              isChosen={isChosen}
              onChooseAgain={() => actions.chooseCandidate(null)}
              onMerge={onFind && (() => compare(null))}
            />
          ) : null}
          <CallerChoice callers={callers} chosen={caller} onChoose={actions.chooseCaller} />
          <Brief pieces={pieces} caution={brief.caution} />
          <Conflicts conflicts={customer.conflicts} onCompare={changing.editable ? onFind && compare : null} />
        </Identity>
      }
    >
      <OpenIssue issue={issue} {...changing} />
      <Promises promises={promises} now={now} />
      {surroundings.isFirstFrame ? null : (
        <>
          <AlreadyTold told={told} {...changing} />
          <Sentiment
            mood={mood}
            now={now}
            onPoint={(conversationId) => setSought({ conversationId, turn: (sought?.turn ?? 0) + 1 })}
          />
          <Timeline
            customer={customer}
            live={freshness.kind === "live"}
            now={now}
            sought={sought}
            onOpen={actions.openInteraction}
          />
        </>
      )}
    </Frame>
  );
}

/** Whoever signs in next may be somebody else, and must not find what another agent did waiting under their name. */
function mayChange(freshness: Freshness): boolean {
  return freshness.kind !== "stale" || freshness.because !== "signed-out";
}
