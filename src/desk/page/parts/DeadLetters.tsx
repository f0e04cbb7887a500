import type { DeadLetter, PipelineState } from "../../control/pipeline-state.ts";
import { duration } from "../words.ts";

/** What the pipeline gave up, latest first, to be tried again or thrown away. */
export function DeadLetters({
  letters,
  nameOf,
  now,
  onReplay,
  onDelete,
}: {
  readonly letters: PipelineState["deadLetters"];
  /** Of an interaction of this desk; null for others. */
  readonly nameOf: (conversationId: string) => string | null;
  readonly now: number;
  readonly onReplay: (letter: DeadLetter) => void;
  readonly onDelete: (letter: DeadLetter) => void;
}) {
  if (letters === null) return <p className="none">Not known: the service does not answer.</p>;
  if (letters.items.length === 0) return <p className="none">No dead letters.</p>;
  return (
    <>
      <ul className="letters" aria-label="Dead letters">
        {letters.items.map((letter) => {
          const id = letter.conversationId ?? "";
          const name = nameOf(id) ?? id;
          return (
            <li key={letter.id}>
              <span className="letter-head">
                <bdi className="strong">{name}</bdi>
                <span className="sub">{duration(now - Date.parse(letter.lastFailedAt))} ago</span>
              </span>
              <p>{letter.reason}</p>
              <p className="sub">
                {letter.attempts} {letter.attempts === 1 ? "try" : "tries"} · <code>{letter.topic}</code>
              </p>
              <span className="button-row">
                <button type="button" aria-label={`Replay ${name}`} onClick={() => onReplay(letter)}>
                  Replay
                </button>
                <button type="button" className="danger" aria-label={`Delete ${name}`} onClick={() => onDelete(letter)}>
                  Delete
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {letters.more ? <p className="sub">There are more; these are the latest.</p> : null}
    </>
  );
}
