import { useState } from "react";
import type { DeadLettersPage } from "../../contract/writes.ts";
import { formatCount, formatTime } from "../format.ts";

interface DeadLetterProps {
  readonly letter: DeadLettersPage["items"][number];
  readonly onReplay: () => Promise<void>;
  readonly onDelete: () => Promise<void>;
}

/** One conversation that was given up. Deleting asks again, since nothing brings it back. */
export function DeadLetter({ letter, onReplay, onDelete }: DeadLetterProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const { conversationId, reason, attempts, firstFailedAt, lastFailedAt, topic } = letter;
  const named = conversationId ?? letter.id;
  const run = async (work: () => Promise<void>) => {
    setIsBusy(true);
    await work();
    setIsBusy(false);
    setIsAsking(false);
  };
  return (
    <li className="letter">
      <div className="letter-words">
        <p className="strong wraps">{reason}</p>
        <p className="sub wraps">
          Conversation {named} · {topic}
        </p>
        <p className="sub">
          {formatCount(attempts)} {attempts === 1 ? "try" : "tries"}, from {formatTime(firstFailedAt)} to{" "}
          {formatTime(lastFailedAt)}
        </p>
      </div>
      <div className="buttons">
        {isAsking ? (
          <>
            <button className="button button-bad" type="button" disabled={isBusy} onClick={() => void run(onDelete)}>
              Delete for good
            </button>
            <button className="button" type="button" disabled={isBusy} onClick={() => setIsAsking(false)}>
              Keep
            </button>
          </>
        ) : (
          <>
            <button
              className="button button-primary"
              type="button"
              disabled={isBusy}
              aria-label={`Replay conversation ${named}`}
              onClick={() => void run(onReplay)}
            >
              Replay
            </button>
            <button
              className="button"
              type="button"
              disabled={isBusy}
              aria-label={`Delete conversation ${named}`}
              onClick={() => setIsAsking(true)}
            >
              Delete
            </button>
          </>
        )}
      </div>
    </li>
  );
}
