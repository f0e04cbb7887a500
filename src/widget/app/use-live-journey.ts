import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, useSyncExternalStore } from "react";
import { callersOf, type LiveCaller } from "../journey/callers.ts";
import { closeIssue, restateIssue } from "../journey/issue-changes.ts";
import { conversationQuery, lookupKey, lookupQuery, type Subject } from "../journey/journey-queries.ts";
import type { Reading } from "../journey/reading.ts";
import { refreshFailed } from "../journey/refresh.ts";
import { situationOf } from "../journey/situation-of.ts";
import type { Actions, Situation, Surroundings } from "../journey/situation.ts";
import type { UicClient } from "../journey/uic.ts";
import type { WidgetLaunch } from "./launch.ts";
import { useOnline, useRemembers, useSignIn } from "./use-connections.ts";
import { useDeviceMemory } from "./use-device-memory.ts";
import { useRefreshes } from "./use-refreshes.ts";

/** Everything the panel is given. */
export interface LiveJourney {
  readonly situation: Situation;
  readonly actions: Actions;
  readonly surroundings: Surroundings;
  /** Where the archive is read from; null until the agent is signed in. */
  readonly archive: UicClient | null;
}

interface Choice {
  readonly participantId: string;
  readonly customerId: string;
}

/** The journey of the live interaction, from what was read first to what is live. */
export function useLiveJourney(launch: WidgetLaunch): LiveJourney {
  const client = useQueryClient();
  const state = useSyncExternalStore(launch.subscribe, launch.state);
  const launched = state.kind === "launched" ? state : null;
  const connections = launched?.connections ?? null;
  const conversationId = launched?.parameters.conversationId ?? "";
  const signIn = useSignIn(connections);
  const online = useOnline(connections);
  const remembers = useRemembers(connections);
  const sources = signIn.kind === "signed-in" && connections ? connections.sources : null;

  const [participantId, setParticipantId] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);

  const conversation = useQuery(conversationQuery(sources, conversationId)).data;
  const known = conversation?.known ?? null;
  const callers = useMemo(() => (known ? callersOf(known.value) : []), [known]);
  const shown = callers.find(({ caller }) => caller.participantId === participantId) ?? callers[0] ?? null;
  const subject = useMemo(() => subjectOf(shown, choice), [shown, choice]);
  const lookup = useQuery(lookupQuery(sources, conversationId, subject));

  const remembered = useDeviceMemory({
    launch,
    session: signIn.kind === "signed-in" ? signIn.session : null,
    isSignedOut: signIn.kind === "agent-needed" && signIn.reason === "signed-out",
    conversation,
    isFirstCaller: shown === (callers[0] ?? null),
    subject,
    lookup: lookup.isPlaceholderData ? undefined : lookup.data,
  });
  useRefreshes(connections, conversationId, signIn.kind === "signed-in" ? signIn.session : null);

  const situation =
    state.kind === "refused"
      ? state.situation
      : situationOf({ signIn, online, conversation, callers, shown, lookup: lookup.data, remembered });

  const actions = useMemo((): Actions => {
    const change = () => {
      const key = lookupKey(conversationId, subject);
      return sources && { client, lookupKey: key, uic: sources.uic, now: () => sources.clock.now() };
    };
    return {
      retry() {
        if (connections) void refreshFailed(client);
        else launch.reload();
      },
      signIn: () => connections?.signIn.openPopup(),
      signOutAndForget: () => void connections?.signIn.signOut(),
      chooseCaller: setParticipantId,
      chooseCandidate(customerId) {
        if (shown) setChoice({ participantId: shown.caller.participantId, customerId });
      },
      async closeIssue() {
        const by = change();
        return by === null ? false : closeIssue(by);
      },
      async restateIssue(issue) {
        const by = change();
        return by === null ? false : restateIssue(by, issue);
      },
      openInteraction: (id) => connections?.host.openInteraction(id),
    };
  }, [client, connections, conversationId, launch, shown, sources, subject]);

  return {
    situation,
    actions,
    surroundings: { rememberedOnDevice: remembers, clockAheadBy: clockAheadBy(lookup.data) },
    archive: sources?.uic ?? null,
  };
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
