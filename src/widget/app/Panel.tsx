import { useState } from "react";
import type { Actions, Situation, Surroundings } from "../journey/situation.ts";
import type { Locale } from "../locale/locale.ts";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { formatCaution } from "../panels/brief/format-brief.ts";
import type { Purpose } from "../panels/find-customer/FindCustomer.tsx";
import { FirstContact } from "../panels/first-contact/FirstContact.tsx";
import { CallerChoice } from "../panels/identity/CallerChoice.tsx";
import { formatCaller, formatIdentity } from "../panels/identity/format-identity.ts";
import { Identity } from "../panels/identity/Identity.tsx";
import { LoadingCards, LoadingHeader } from "../panels/loading/Loading.tsx";
import { NotThisPerson } from "../panels/not-this-person/NotThisPerson.tsx";
import { isStated, selectStatement, type Stated as StatedSituation } from "../panels/statement/select-statement.ts";
import { Statement } from "../panels/statement/Statement.tsx";
import { Announcer } from "../panels/status/Announcer.tsx";
import { useClock } from "../panels/status/use-clock.ts";
import { WhoIsIt } from "../panels/who-is-it/WhoIsIt.tsx";
import type { TagTone } from "../ui/Tag.tsx";
import { plainText } from "../ui/plain-text.ts";
import { Frame, type Moment } from "./Frame.tsx";
import { Journey } from "./Journey.tsx";
import { selectJourney } from "./select-journey.ts";
import { useIdentityParts } from "./use-identity-parts.ts";
import "../ui/base.css";
import "./panel.css";
// Here already: a sheet of its own would cost the widget the code that waits for sheets.
import "../ui/Dialog.css";
import "../panels/find-customer/FindCustomer.css";

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
  const identity = useIdentityParts();
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const { FindCustomer } = identity.loaded ?? {};
  const find = (wanted: Purpose) => {
    setPurpose(wanted);
    identity.want();
  };
  return (
    <>
      {surroundings.isFirstFrame ? null : <Announcer {...announcement(situation, moment.now, locale)} />}
      <Content situation={situation} {...moment} identity={identity} onFind={actions.identity && find} />
      {purpose && FindCustomer && actions.identity ? (
        <FindCustomer
          {...purpose}
          identity={actions.identity}
          now={moment.now}
          onFound={(customerId) => {
            setPurpose(null);
            // Linked, they are among several or found by a lookup; with nothing to link it is the agent's word.
            if (situation.kind !== "first-contact") actions.chooseCandidate(customerId);
            actions.retry();
          }}
          onMerged={actions.retry}
          onUndoMerge={(customerId, mergeId) => actions.change(customerId, { kind: "undo-merge", mergeId })}
          onClose={() => setPurpose(null)}
        />
      ) : null}
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
      const { name, reach } = formatIdentity(customer, caller, situation.isChosen ?? false, locale);
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
          <FirstContact has={situation.caller.has} tried={situation.tried} onLink={linkOf(situation, frame)} />
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
          <WhoIsIt
            answer={situation.answer}
            now={frame.now}
            onChoose={actions.chooseCandidate}
            onLink={linkOf(situation, frame)}
          />
        </Frame>
      );
  }
}

/** To whom this interaction belongs may be known to the agent only; a customer's own id is never linked. */
function linkOf(
  { caller: { has } }: Extract<Situation, { kind: "first-contact" | "ambiguous" }>,
  { onFind }: Moment,
): (() => void) | null {
  if (!has.some((type) => type !== "customerId")) return null;
  return onFind && (() => onFind({ kind: "link", onScreen: null, suggested: null }));
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
  const { actions, clock, onFind } = frame;
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
        onFind={anonymous && onFind ? () => onFind({ kind: "find", onScreen: null, suggested: null }) : null}
      />
    </Frame>
  );
}
