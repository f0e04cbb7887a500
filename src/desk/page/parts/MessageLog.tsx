import type { InteractionView } from "../../control/snapshot.ts";
import type { LoggedMessage } from "../host/use-widget-host.ts";
import { timeOfDay } from "../words.ts";

/** Every client app message in both directions, newest first. */
export function MessageLog({
  messages,
  interactions,
  onClear,
}: {
  readonly messages: readonly LoggedMessage[];
  readonly interactions: readonly InteractionView[];
  readonly onClear: () => void;
}) {
  const nameOf = (id: string) => interactions.find((interaction) => interaction.id === id)?.name ?? id;
  return (
    <section className="drawer" aria-label="Client app messages">
      <div className="drawer-head">
        <h2>Client app messages</h2>
        <button type="button" className="bare" onClick={onClear}>
          Clear
        </button>
      </div>
      {messages.length === 0 ? <p className="sub">Nothing yet.</p> : null}
      <ol className="log">
        {messages.map((message) => (
          <li key={message.id}>
            <span className="sub">{timeOfDay(message.at)}</span>
            <span className={`way from-${message.from}`}>{message.from === "host" ? "to widget" : "from widget"}</span>
            <span className="strong">{message.what}</span>
            <bdi className="sub">{nameOf(message.conversationId)}</bdi>
            <code>{message.payload}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}
