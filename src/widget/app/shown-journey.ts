import type { ArchiveOrigin } from "../journey/archive-source.ts";
import { situationOf } from "../journey/situation-of.ts";
import type { Actions, Situation, Surroundings } from "../journey/situation.ts";
import type { LaunchState } from "./launch.ts";

/** Everything the panel is given. */
export interface ShownJourney {
  readonly situation: Situation;
  readonly actions: Actions;
  readonly surroundings: Surroundings;
  /** Null until the widget is connected. */
  readonly archive: ArchiveOrigin | null;
}

/** What is on screen before the widget is connected: what this device remembers, or why nothing is. */
export function unconnectedJourney(state: LaunchState, reload: () => void): ShownJourney {
  return {
    situation: unconnectedSituation(state),
    actions: onlyReload(reload),
    surroundings: isFirstFrame(state) ? firstFrame : unconnected,
    archive: null,
  };
}

/** What is on screen when a fault of ours has taken the rest away. */
export function brokenJourney(reload: () => void): ShownJourney {
  return { situation: { kind: "broken" }, actions: onlyReload(reload), surroundings: unconnected, archive: null };
}

const unconnected: Surroundings = {
  changes: [],
  following: "off",
  rememberedOnDevice: null,
  clockAheadBy: 0,
  isFirstFrame: false,
};
const firstFrame: Surroundings = { ...unconnected, isFirstFrame: true };

function isFirstFrame(state: LaunchState): boolean {
  return state.kind === "launched" && state.remembered !== null && state.shownAfter === null;
}

function unconnectedSituation(state: LaunchState): Situation {
  if (state.kind === "refused") return state.situation;
  const isCutOff = state.kind === "launched" && state.isCutOff;
  return situationOf({
    signIn: { kind: "signing-in" },
    online: true,
    conversation: isCutOff ? { known: null, failure: { kind: "unreachable", times: 1, retryAt: null } } : undefined,
    callers: [],
    shown: null,
    lookup: undefined,
    remembered: state.kind === "launched" ? state.remembered : null,
    isChosen: false,
  });
}

function onlyReload(reload: () => void): Actions {
  return {
    retry: reload,
    signIn: nothing,
    signOutAndForget: nothing,
    chooseCaller: nothing,
    chooseCandidate: nothing,
    change: nothing,
    undo: nothing,
    identity: null,
    openInteraction: nothing,
  };
}

function nothing(): void {}
