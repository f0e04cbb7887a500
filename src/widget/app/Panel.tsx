import { type ReactNode, useMemo, useState } from "react";
import type { Change } from "../journey/changes.ts";
import type { Actions, Freshness, Situation, Surroundings } from "../journey/situation.ts";
import type { Locale } from "../locale/locale.ts";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { AlreadyTold } from "../panels/already-told/AlreadyTold.tsx";
import { Changes } from "../panels/changes/Changes.tsx";
import { NotThisPerson } from "../panels/not-this-person/NotThisPerson.tsx";
import { Brief } from "../panels/brief/Brief.tsx";
import { formatCaution } from "../panels/brief/format-brief.ts";
import { FirstContact } from "../panels/first-contact/FirstContact.tsx";
import { CallerChoice } from "../panels/identity/CallerChoice.tsx";
import { Conflicts } from "../panels/identity/Conflicts.tsx";
import { formatCaller, formatConflicts, formatIdentity } from "../panels/identity/format-identity.ts";
import { Identity } from "../panels/identity/Identity.tsx";
import { LoadingCards, LoadingHeader } from "../panels/loading/Loading.tsx";
import { OpenIssue } from "../panels/open-issue/OpenIssue.tsx";
import { Promises } from "../panels/promises/Promises.tsx";
import { Sentiment } from "../panels/sentiment/Sentiment.tsx";
import { isStated, selectStatement, type Stated as StatedSituation } from "../panels/statement/select-statement.ts";
import { Statement } from "../panels/statement/Statement.tsx";
import { Announcer } from "../panels/status/Announcer.tsx";
import { formatStatus } from "../panels/status/format-status.ts";
import { StaleNotice } from "../panels/status/StaleNotice.tsx";
import { StatusBar } from "../panels/status/StatusBar.tsx";
import { useClock } from "../panels/status/use-clock.ts";
import { type Sought, Timeline } from "../panels/timeline/Timeline.tsx";
import { WhoIsIt } from "../panels/who-is-it/WhoIsIt.tsx";
import type { TagTone } from "../ui/Tag.tsx";
import { plainText } from "../ui/plain-text.ts";
import { selectJourney } from "./select-journey.ts";
import "../ui/base.css";
import "./panel.css";

interface JourneyPanelProps {
  readonly situation: Situation;
  readonly actions: Actions;
  readonly surroundings: Surroundings;
  /** This machine's clock, epoch milliseconds; keep the function the same between renders. */
  readonly now: () => number;
}

/** Everything the agent sees, for every situation. */
export function JourneyPanel({ situation, actions, surroundings, now }: JourneyPanelProps) {
  const locale = useLocale();
  const clock = useClock(now, countsDown(situation));
  const serviceTime = clock + surroundings.clockAheadBy;
  // By the minute: nothing but a countdown is told more exactly, and rows need not be drawn again every second.
  const moment = { actions, surroundings, clock, now: serviceTime - (serviceTime % 60_000) };
  return (
    <>
      <Announcer {...announcement(situation, moment.now, locale)} />
      <Content situation={situation} {...moment} />
    </>
  );
}

/** What a screen reader is told, once for each customer or state. */
function announcement(situation: Situation, now: number, locale: Locale): { about: string; sentence: string } {
  const { kind } = situation;
  if (isStated(situation)) {
    const { title, body } = selectStatement(situation, locale);
    return { about: title, sentence: `${title}. ${body}` };
  }
  switch (situation.kind) {
    case "loading":
    case "signing-in":
      return { about: kind, sentence: locale.text(`state.${situation.kind}`) };
    case "first-contact":
      return { about: kind, sentence: `${locale.text("first.title")}. ${locale.text("first.body")}` };
    case "ambiguous":
      return { about: kind, sentence: locale.text("who.title") };
    case "hidden":
      return { about: kind, sentence: locale.text("wrong.label") };
    case "returning": {
      const { customer, caller } = situation;
      const { name, reach } = formatIdentity(customer, caller, locale);
      const { brief, pieces } = selectJourney(customer, now, locale);
      const who = name ?? reach ?? locale.text("identity.unknown");
      const caution = brief.caution === null ? "" : ` ${formatCaution(brief.caution, locale)}`;
      return {
        about: `${kind} ${customer.customerId}`,
        sentence: `${plainText(who)}. ${pieces.map(({ text }) => spoken(text)).join("")}${caution}`,
      };
    }
  }
}

/** A piece keeps the space at its ends, which joins it to the next. */
function spoken(text: string): string {
  return `${/^\s/.test(text) ? " " : ""}${plainText(text)}${/\S\s$/.test(text) ? " " : ""}`;
}

function Content({ situation, ...frame }: Moment & { readonly situation: Situation }) {
  const { actions } = frame;
  if (isStated(situation)) return <Stated situation={situation} {...frame} />;
  switch (situation.kind) {
    case "returning":
      return <Journey key={situation.customer.customerId} situation={situation} {...frame} />;
    case "hidden":
      return (
        <Frame
          {...frame}
          freshness={situation.freshness}
          lookup
          head={<CallerHead {...frame} situation={situation} tone="mute" label="wrong.label" />}
        >
          <NotThisPerson
            hidden={situation}
            onChange={(change) => actions.change(situation.customerId, change)}
            onUndo={actions.undo}
          />
        </Frame>
      );
    case "signing-in":
    case "loading":
      return (
        <Frame
          {...frame}
          signedIn={situation.kind === "loading"}
          head={<LoadingHeader signingIn={situation.kind === "signing-in"} />}
        >
          <LoadingCards />
        </Frame>
      );
    case "first-contact":
      return (
        <Frame
          {...frame}
          freshness={situation.freshness}
          lookup
          head={<CallerHead {...frame} situation={situation} tone="good" label="first.title" />}
        >
          <FirstContact has={situation.caller.has} tried={situation.tried} />
        </Frame>
      );
    case "ambiguous":
      return (
        <Frame
          {...frame}
          freshness={situation.freshness}
          lookup
          head={<CallerHead {...frame} situation={situation} tone="open" label="identity.severalPeople" />}
        >
          <WhoIsIt answer={situation.answer} now={frame.now} onChoose={actions.chooseCandidate} />
        </Frame>
      );
  }
}

/** Whoever signs in next may be somebody else, and must not find what another agent did waiting under their name. */
function mayChange(freshness: Freshness): boolean {
  return freshness.kind !== "stale" || freshness.because !== "signed-out";
}

/** The situations in which nobody is signed in. */
const outside: ReadonlySet<Situation["kind"]> = new Set([
  "refused-launch",
  "misconfigured",
  "sign-in-needed",
  "broken",
]);

function countsDown(situation: Situation): boolean {
  if (situation.kind === "unavailable") return situation.retryAt !== null;
  return "freshness" in situation && situation.freshness.kind === "stale" && situation.freshness.retryAt !== null;
}

interface Moment {
  readonly actions: Actions;
  readonly surroundings: Surroundings;
  /** This machine's clock, by which retries are set. */
  readonly clock: number;
  /** The service's clock, by which ages are told. */
  readonly now: number;
}

interface FrameProps extends Moment {
  readonly head?: ReactNode;
  readonly freshness?: Freshness;
  /** Nothing is followed here: it was looked up, not updated. */
  readonly lookup?: boolean;
  readonly signedIn?: boolean;
  readonly children: ReactNode;
}

/** Head, parts and foot stand in the same place in every situation. */
function Frame({ actions, surroundings, clock, now, head, freshness, lookup, signedIn = true, children }: FrameProps) {
  const locale = useLocale();
  return (
    <div className="panel">
      {freshness ? (
        <StaleNotice freshness={freshness} now={now} onRetry={actions.retry} onSignIn={actions.signIn} />
      ) : null}
      {head ? <header className="panel-head">{head}</header> : null}
      <main className="panel-parts">{children}</main>
      <div className="panel-foot">
        <Changes changes={surroundings.changes} onDismiss={actions.undo} />
        <StatusBar
          status={
            freshness ? formatStatus(freshness, lookup ? "off" : surroundings.following, now, clock, locale) : null
          }
          remembered={surroundings.rememberedOnDevice}
          onForget={signedIn ? actions.signOutAndForget : null}
        />
      </div>
    </div>
  );
}

interface CallerHeadProps extends Moment {
  readonly situation: Extract<Situation, { kind: "first-contact" | "ambiguous" | "anonymous" | "hidden" }>;
  readonly tone: TagTone;
  readonly label: "first.title" | "identity.severalPeople" | "identity.anonymous" | "wrong.label";
}

/** Somebody without a record of their own. */
function CallerHead({ situation: { caller, callers }, actions, tone, label }: CallerHeadProps) {
  const locale = useLocale();
  return (
    <Identity
      name={null}
      details={caller ? formatCaller(caller, locale) : []}
      tag={{ tone, label: locale.text(label) }}
    >
      <CallerChoice callers={callers ?? []} chosen={caller} onChoose={actions.chooseCaller} />
    </Identity>
  );
}

/** A situation without a journey. */
function Stated({ situation, ...frame }: Moment & { readonly situation: StatedSituation }) {
  const { actions, clock } = frame;
  const anonymous = situation.kind === "anonymous";
  return (
    <Frame
      {...frame}
      signedIn={!outside.has(situation.kind)}
      head={anonymous ? <CallerHead {...frame} situation={situation} tone="mute" label="identity.anonymous" /> : null}
    >
      <Statement
        statement={selectStatement(situation, useLocale())}
        level={anonymous ? 2 : 1}
        clock={clock}
        onRetry={actions.retry}
        onSignIn={actions.signIn}
      />
    </Frame>
  );
}

interface JourneyProps extends Moment {
  readonly situation: Extract<Situation, { kind: "returning" }>;
}

/** A customer with a past. */
function Journey({ situation, ...moment }: JourneyProps) {
  const { customer, caller, callers = [], freshness } = situation;
  const { actions, surroundings, now } = moment;
  const locale = useLocale();
  const [sought, setSought] = useState<Sought | null>(null);

  const identity = formatIdentity(customer, caller, locale);
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
        >
          <CallerChoice callers={callers} chosen={caller} onChoose={actions.chooseCaller} />
          <Brief pieces={pieces} caution={brief.caution} />
          <Conflicts sentences={formatConflicts(customer.conflicts, locale)} />
        </Identity>
      }
    >
      <OpenIssue issue={issue} {...changing} />
      <Promises promises={promises} now={now} />
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
    </Frame>
  );
}
