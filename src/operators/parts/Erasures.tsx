import type { ErasuresPage } from "../../contract/operations-overview.ts";
import { formatCount, formatTime } from "../format.ts";
import type { ServiceClient } from "../service-client.ts";
import { NotAllowed } from "./NotAllowed.tsx";
import { usePages } from "./use-pages.ts";

/** The receipts of erasures: when and how much, never whom. */
export function Erasures({ service }: { readonly service: ServiceClient }) {
  const { items, refused, more } = usePages("erasures", (cursor) => service.erasures(cursor));
  return (
    <section className="card half" aria-labelledby="erasures">
      <h2 id="erasures">Erasure receipts</h2>
      {refused && <NotAllowed reading={refused} scope="privacy" />}
      {items?.length === 0 && <p className="sub">Nobody was erased as long as the audit goes back.</p>}
      {items !== null && items.length > 0 && (
        <ul className="receipts">
          {items.map((receipt) => (
            <li key={receipt.erasureId}>
              <p className="strong">{formatTime(receipt.erasedAt)}</p>
              <p className="sub wraps">{receipt.erasureId}</p>
              <p className="sub">{removedWords(receipt.removed)}</p>
            </li>
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

function removedWords({ interactions, archived, identifiers, sessions, jobs }: Removed): string {
  const parts = [
    [interactions + archived, "interaction", "interactions"],
    [identifiers, "identifier", "identifiers"],
    [sessions, "session", "sessions"],
    [jobs, "waiting job", "waiting jobs"],
  ] as const;
  return parts.map(([count, one, many]) => `${formatCount(count)} ${count === 1 ? one : many}`).join(", ");
}

type Removed = ErasuresPage["items"][number]["removed"];
