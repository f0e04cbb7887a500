import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, useSyncExternalStore } from "react";
import { callersOf, type LiveCaller } from "../journey/callers.ts";
import { identityCalls } from "../journey/identity-calls.ts";
import { conversationQuery, lookupQuery, type Subject } from "../journey/journey-queries.ts";
import type { Reading } from "../journey/reading.ts";
import { refreshAll } from "../journey/refresh.ts";
import { situationOf } from "../journey/situation-of.ts";
import type { Actions } from "../journey/situation.ts";
import { saysWrongPerson, withChanges } from "../journey/with-changes.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { WidgetOutbox } from "./connect-outbox.ts";
import type { Connections } from "./connections.ts";
import type { ShownJourney } from "./shown-journey.ts";
import { useOnline, useRemembers, useSignIn } from "./use-connections.ts";
import { useCustomerChanges } from "./use-customer-changes.ts";
import { useDeviceMemory } from "./use-device-memory.ts";
import { useRefreshes } from "./use-refreshes.ts";

interface Choice {
  readonly participantId: string;
  readonly customerId: string;
}

interface Followed {
  readonly connections: Connections;
  readonly outbox: WidgetOutbox;
  readonly conversationId: string;
  readonly remembered: RememberedJourney | null;
  /** What was remembered is another agent's, or older than what is known now. */
  readonly onOutdated: () => void;
}

/** The journey of the live interaction; the same object as long as nothing of it changed. */
export function useLiveJourney({
  connections,
  outbox,
  conversationId,
  remembered,
  onOutdated,
}: Followed): ShownJourney {
  const client = useQueryClient();
  const signIn = useSignIn(connections);
  const online = useOnline(connections);
  const remembers = useRemembers(connections);
  const session = signIn.kind === "signed-in" ? signIn.session : null;
  const sources = session && connections.sources;

  const [participantId, setParticipantId] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);

  const conversation = useQuery(conversationQuery(sources, conversationId)).data;
  const known = conversation?.known ?? null;
  const callers = useMemo(() => (known ? callersOf(known.value) : []), [known]);
  const shown = callers.find(({ caller }) => caller.participantId === participantId) ?? callers[0] ?? null;
  const subject = useMemo(() => subjectOf(shown, choice), [shown, choice]);
  const { data: lookup, isPlaceholderData } = useQuery(lookupQuery(sources, conversationId, subject));

  const made = useSyncExternalStore(outbox.subscribe, outbox.changes);
  const changes = useMemo(() => made.filter((one) => one.conversationId === conversationId), [made, conversationId]);
  const wrong = useMemo(() => changes.filter(saysWrongPerson).map(({ customerId }) => customerId), [changes]);

  const recalled = useDeviceMemory({
    connections,
    conversationId,
    session,
    conversation,
    subject,
    remembered,
    onOutdated,
    isSignedOut: signIn.kind === "agent-needed" && signIn.reason === "signed-out",
    isFirstCaller: shown === (callers[0] ?? null),
    lookup: isPlaceholderData ? undefined : lookup,
    wrong,
    onSettled: outbox.settle,
  });
  useRefreshes(connections, conversationId, session);
  const following = useCustomerChanges(connections, conversationId, lookup);

  const situation = useMemo(
    () =>
      withChanges(
        situationOf({
          signIn,
          online,
          conversation,
          callers,
          shown,
          lookup,
          remembered: recalled,
          isChosen: subject?.chosen ?? false,
        }),
        changes,
      ),
    [signIn, online, conversation, callers, shown, lookup, recalled, subject, changes],
  );

  const actions = useMemo((): Actions => {
    return {
      retry() {
        void refreshAll(client);
        outbox.retry();
      },
      signIn: () => connections.signIn.openPopup(),
      signOutAndForget: () => void connections.signIn.signOut(),
      chooseCaller: setParticipantId,
      chooseCandidate(customerId) {
        if (shown) setChoice(customerId === null ? null : { participantId: shown.caller.participantId, customerId });
      },
      change: (customerId, change) => outbox.add({ conversationId, customerId, change }),
      undo: (id) => outbox.undo(id),
      identity: sources && identityCalls(sources.uic, shown?.identifiers ?? []),
      openInteraction: (id) => connections.host.openInteraction(id),
    };
  }, [client, connections, outbox, conversationId, shown, sources]);

  const ahead = clockAheadBy(lookup);
  const surroundings = useMemo(
    () => ({ changes, following, rememberedOnDevice: remembers, clockAheadBy: ahead, isFirstFrame: false }),
    [changes, following, remembers, ahead],
  );
  const archive = useMemo(() => ({ uic: connections.sources.uic, client }), [connections, client]);
  return useMemo(() => ({ situation, actions, surroundings, archive }), [situation, actions, surroundings, archive]);
}

/** A candidate is chosen for this interaction only, and until the interaction names the customer by itself. */
function subjectOf(shown: LiveCaller | null, choice: Choice | null): Subject | null {
  if (!shown) return null;
  const { participantId } = shown.caller;
  const isNamed = shown.identifiers.some(({ type }) => type === "customerId");
  if (choice?.participantId === participantId && !isNamed) {
    return { participantId, identifiers: [{ type: "customerId", value: choice.customerId }], chosen: true };
  }
  return { participantId, identifiers: shown.identifiers, chosen: false };
}

/** `Date` headers have whole seconds: a difference of less than two says nothing. */
function clockAheadBy(lookup: Reading<unknown> | undefined): number {
  const ahead = lookup?.known?.clockAheadBy ?? 0;
  return Math.abs(ahead) < 2000 ? 0 : ahead;
}
