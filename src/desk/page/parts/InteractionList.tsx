import type { InteractionView } from "../../control/snapshot.ts";
import { ageOf, duration, mediumNames, stateNames } from "../words.ts";
import { Icon } from "./Icon.tsx";

const order: Readonly<Record<InteractionView["state"], number>> = {
  alerting: 0,
  connected: 1,
  held: 1,
  "wrap-up": 2,
  transferred: 3,
  ended: 4,
};

export function InteractionList({
  interactions,
  chosenId,
  attention,
  now,
  onChoose,
  onNew,
}: {
  readonly interactions: readonly InteractionView[];
  readonly chosenId: string | null;
  readonly attention: ReadonlyMap<string, number>;
  readonly now: number;
  readonly onChoose: (id: string) => void;
  readonly onNew: () => void;
}) {
  const sorted = interactions.toSorted(
    (one, other) => order[one.state] - order[other.state] || other.startedAt - one.startedAt,
  );
  return (
    <nav className="list" aria-label="Interactions">
      <div className="list-head">
        <h2>Interactions</h2>
        <span className="count">{interactions.filter(({ over }) => !over).length} live</span>
      </div>
      {sorted.length === 0 ? (
        <p className="list-empty">
          Nobody is waiting.{" "}
          <button type="button" className="bare" onClick={onNew}>
            Start an interaction
          </button>
        </p>
      ) : (
        <ul>
          {sorted.map((interaction) => (
            <li key={interaction.id}>
              <Entry
                interaction={interaction}
                isChosen={interaction.id === chosenId}
                attention={attention.get(interaction.id) ?? 0}
                now={now}
                onChoose={onChoose}
              />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function Entry({
  interaction,
  isChosen,
  attention,
  now,
  onChoose,
}: {
  readonly interaction: InteractionView;
  readonly isChosen: boolean;
  readonly attention: number;
  readonly now: number;
  readonly onChoose: (id: string) => void;
}) {
  const { id, name, medium, state, subject, queueName } = interaction;
  const about = subject ?? queueName;
  return (
    <button
      type="button"
      className={`entry ${state}`}
      aria-current={isChosen ? "true" : undefined}
      data-conversation-id={id}
      onClick={() => onChoose(id)}
    >
      <span className={`medium ${medium}`}>
        <Icon name={medium} />
      </span>
      <span className="entry-text">
        <bdi className="entry-name">
          {name}
          <Comma />
        </bdi>
        <span className="entry-sub">
          {mediumNames[medium]}
          <Comma />
          {about === null ? null : (
            <span aria-hidden="true">
              {"\u00A0· "}
              <bdi>{about}</bdi>
            </span>
          )}
        </span>
      </span>
      <span className="entry-side">
        <span className={`state ${state}`}>
          {stateNames[state]}
          {attention > 0 ? <Comma /> : null}
        </span>
        <span className="age" aria-hidden="true">
          {duration(ageOf(interaction, now))}
        </span>
      </span>
      {attention > 0 ? (
        <span className="attention">
          {attention}
          <span className="unseen"> new</span>
        </span>
      ) : null}
    </button>
  );
}

/** Only heard: it parts what the eye sees apart. */
function Comma() {
  return <span className="unseen">, </span>;
}
