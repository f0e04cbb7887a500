import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Reading, ServiceClient } from "../service-client.ts";
import { DeadLetter } from "./DeadLetter.tsx";
import { NotAllowed } from "./NotAllowed.tsx";
import { usePages } from "./use-pages.ts";

/** What the pipeline gave up, why, and the ways out. */
export function DeadLetters({ service }: { readonly service: ServiceClient }) {
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const { items, refused, more } = usePages("dead-letters", (cursor) => service.deadLetters(cursor));

  const act = async (ask: () => Promise<Reading<null>>, done: string) => {
    const answer = await ask().catch(() => null);
    setSaid(
      answer === null ? "The service does not answer; nothing was changed as far as is known." : words(answer, done),
    );
    await queries.invalidateQueries();
  };
  return (
    <section className="card wide" aria-labelledby="dead-letters">
      <h2 id="dead-letters">Dead letters</h2>
      <output className="said">{said}</output>
      {refused && <NotAllowed reading={refused} scope="events:write" />}
      {items?.length === 0 && <p className="sub">There are none: every conversation was worked off.</p>}
      {items !== null && items.length > 0 && (
        <ul className="letters">
          {items.map((letter) => (
            <DeadLetter
              key={letter.id}
              letter={letter}
              onReplay={() => act(() => service.replay(letter.id), "It is tried again at once.")}
              onDelete={() => act(() => service.remove(letter.id), "It is deleted.")}
            />
          ))}
        </ul>
      )}
      {more && (
        <button className="button" type="button" onClick={more}>
          Show more
        </button>
      )}
    </section>
  );
}

function words(answer: Reading<null>, done: string): string {
  switch (answer.kind) {
    case "read":
      return done;
    case "refused":
      return answer.sentence;
    case "not-allowed":
      return "This key may not do this: use one with the scope events:write.";
    case "unknown-key":
      return "The service does not know this key any more.";
    default:
      return answer satisfies never;
  }
}
