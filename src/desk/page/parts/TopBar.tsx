import type { Snapshot } from "../../control/snapshot.ts";
import { initials } from "../words.ts";
import { Icon } from "./Icon.tsx";

export type Drawer = "messages" | "settings" | "pipeline";

export function TopBar({
  snapshot,
  connected,
  drawer,
  onNew,
  onDrawer,
}: {
  readonly snapshot: Snapshot;
  readonly connected: boolean;
  readonly drawer: Drawer | null;
  readonly onNew: () => void;
  readonly onDrawer: (name: Drawer) => void;
}) {
  const { agent, queues, organizationName, feed } = snapshot;
  return (
    <header className="topbar">
      <div className="brand">
        <span className="brand-mark" aria-hidden="true" />
        <span>
          <b>{organizationName}</b>
          <small>Agent desktop · mocked Genesys Cloud</small>
        </span>
      </div>
      <ul className="queues" aria-label="Queues">
        {queues.map((queue) => (
          <li key={queue.id}>{queue.name}</li>
        ))}
      </ul>
      <span className="grow" />
      {feed.pending > 0 && feed.trouble !== null ? (
        <output className="feed-trouble">{feed.pending} events wait for the service</output>
      ) : null}
      <button type="button" className="bar-button strong" onClick={onNew}>
        <Icon name="plus" />
        New interaction
      </button>
      <button
        type="button"
        className="bar-button"
        aria-pressed={drawer === "pipeline"}
        onClick={() => onDrawer("pipeline")}
      >
        <Icon name="pipeline" />
        Pipeline
      </button>
      <button
        type="button"
        className="bar-button"
        aria-pressed={drawer === "messages"}
        onClick={() => onDrawer("messages")}
      >
        <Icon name="messages" />
        Messages
      </button>
      <button
        type="button"
        className="bar-button"
        aria-pressed={drawer === "settings"}
        onClick={() => onDrawer("settings")}
      >
        <Icon name="settings" />
        Desk settings
      </button>
      <div className="agent">
        <span className="mono" aria-hidden="true">
          {initials(agent.name)}
        </span>
        <span>
          <b>{agent.name}</b>
          <small className={connected ? "presence" : "presence off"}>
            {connected ? "On queue" : "Desk unreachable"}
          </small>
        </span>
      </div>
    </header>
  );
}
