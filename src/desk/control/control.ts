import type { EventFeed } from "../event-feed/feed.ts";
import type { Interaction } from "../interactions/interaction.ts";
import type { Outcome, Switchboard } from "../interactions/switchboard.ts";
import type { Login } from "../login/login.ts";
import type { Tokens } from "../login/tokens.ts";
import type { Channels } from "../notifications/channels.ts";
import type { Agent, Directory, Named } from "../organization/directory.ts";
import type { Faults } from "../platform/faults.ts";
import type { Clock, Disposer } from "../runtime.ts";
import {
  type AttributesRequest,
  attributesRequest,
  type CustomerRequest,
  customerRequest,
  type EndRequest,
  endRequest,
  type FaultRequest,
  faultRequest,
  type FaultRoute,
  type Settings,
  settings as settingsSchema,
  type SettingsPatch,
  settingsPatch,
  type StartRequest,
  startRequest,
  type TransferRequest,
  transferRequest,
  type WrapUpRequest,
  wrapUpRequest,
} from "./requests.ts";
import type { Person, Snapshot } from "./snapshot.ts";
import { viewOf } from "./view.ts";

/**
 * What tests and the desktop's page do with the desk, as its one agent.
 * Input that is malformed throws; what cannot be done now is an {@link Outcome}.
 */
export interface Control {
  start(request: StartRequest): Interaction;
  answer(id: string): Outcome;
  hold(id: string, on: boolean): Outcome;
  setAttributes(id: string, request: AttributesRequest): Outcome;
  transfer(id: string, request: TransferRequest): Outcome;
  addCustomer(id: string, request: CustomerRequest): Outcome;
  leave(id: string, participantId: string): Outcome;
  wrapUp(id: string, request: WrapUpRequest): Outcome;
  end(id: string, request?: EndRequest): Outcome;
  settings(): Settings;
  changeSettings(patch: SettingsPatch): Settings;
  setFault(fault: FaultRequest): void;
  clearFaults(route?: FaultRoute): void;
  /** Ends every agent's token, as an administrator can; answers how many there were. */
  revokeTokens(): number;
  /** Forgets who is signed in and what was allowed, so that the next sign-in asks again. */
  forgetSignIns(): void;
  /** Cuts every notification socket, or only announces that it will be closed. */
  dropSockets(how?: "drop" | "announce"): void;
  snapshot(): Snapshot;
  onChange(listener: () => void): Disposer;
}

interface Dependencies {
  readonly agent: Agent;
  readonly directory: Directory;
  readonly people: readonly Person[];
  readonly widgetOrigin: string;
  readonly switchboard: Switchboard;
  readonly tokens: Tokens;
  readonly login: Login;
  readonly channels: Channels;
  readonly faults: Faults;
  readonly feed: EventFeed | null;
  readonly clock: Clock;
  readonly settings: { current: Settings };
}

export function createControl(dependencies: Dependencies): Control {
  const { agent, directory, switchboard, channels, faults, feed, settings } = dependencies;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  switchboard.onChange(changed);
  feed?.onChange(changed);

  return {
    start: (request) => {
      const { agentId = agent.id, ...order } = startRequest.parse(request);
      return switchboard.start(order, agentId);
    },
    answer: (id) => switchboard.answer(id, agent.id),
    hold: (id, on) => switchboard.hold(id, agent.id, on),
    setAttributes: (id, request) => {
      const { attributes, participantId } = attributesRequest.parse(request);
      return switchboard.setAttributes(id, attributes, participantId);
    },
    transfer: (id, request) => switchboard.transfer(id, agent.id, transferRequest.parse(request)),
    addCustomer: (id, request) => switchboard.addCustomer(id, customerRequest.parse(request)),
    leave: (id, participantId) => switchboard.leave(id, participantId),
    wrapUp: (id, request) => {
      const { code, notes } = wrapUpRequest.parse(request);
      return switchboard.wrapUp(id, agent.id, code, notes);
    },
    end: (id, request = {}) => switchboard.end(id, endRequest.parse(request).by),
    settings: () => settings.current,
    changeSettings: (patch) => {
      settings.current = settingsSchema.parse({ ...settings.current, ...settingsPatch.parse(patch) });
      changed();
      return settings.current;
    },
    setFault: (fault) => {
      faults.set(faultRequest.parse(fault));
      changed();
    },
    clearFaults: (route) => {
      faults.clear(route);
      changed();
    },
    revokeTokens: () => {
      const count = dependencies.tokens.revokeAgents();
      changed();
      return count;
    },
    forgetSignIns: () => dependencies.login.forget(),
    dropSockets: (how = "drop") => {
      if (how === "announce") channels.announceClosing();
      else channels.dropSockets();
      changed();
    },
    snapshot: () => ({
      now: dependencies.clock.now(),
      organizationName: directory.organization.name,
      targetEnvironment: directory.targetEnvironment,
      widgetOrigin: dependencies.widgetOrigin,
      agent: named(agent),
      agents: directory.agents.map(named),
      queues: directory.queues.map(named),
      wrapUpCodes: directory.wrapUpCodes.map(named),
      people: [...dependencies.people],
      interactions: switchboard.list().flatMap((interaction) => viewOf(interaction, agent.id, directory) ?? []),
      settings: settings.current,
      faults: [...faults.list()],
      feed: feed?.state() ?? { pending: 0, delivered: 0, refused: 0, trouble: null },
      sockets: channels.sockets(),
    }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function named({ id, name }: Named): { id: string; name: string } {
  return { id, name };
}
