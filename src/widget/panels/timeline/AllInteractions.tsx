import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";
import type { ReturningCustomer } from "../../../contract/lookup.ts";
import { useArchive } from "../../journey/archive.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { filterInteractions, isFiltering, noFilter, type TimelineFilter } from "./filter-interactions.ts";
import { FilterBar } from "./FilterBar.tsx";
import { RowChunk, type RowProps, rowsPerChunk } from "./RowChunk.tsx";
import { useNearby } from "./use-nearby.ts";

interface AllInteractionsProps {
  readonly customer: ReturningCustomer;
  /** Interactions newer than this one wait behind the "new" line. */
  readonly newestShown: InteractionSummary | undefined;
  readonly filter: TimelineFilter;
  readonly onFilter: (filter: TimelineFilter) => void;
  readonly row: RowProps;
}

/** Every interaction through the window and on into the archive, read as the agent comes near the end of what is here. */
export function AllInteractions({ customer, newestShown, filter, onFilter, row }: AllInteractionsProps) {
  const { text } = useLocale();
  const archive = useArchive(customer);
  const settled = useDeferredValue(filter);
  const filtering = isFiltering(settled);
  const shown = useMemo(() => {
    const from = archive.interactions.findIndex((one) => one.conversationId === newestShown?.conversationId);
    return filterInteractions(archive.interactions.slice(Math.max(0, from)), settled);
  }, [archive.interactions, newestShown?.conversationId, settled]);
  const chunks = useMemo(() => inChunks(shown), [shown]);

  const { ref: end, near: nearEnd } = useNearby<HTMLDivElement>("600px");
  const seeking = row.sought !== null && !shown.some(({ conversationId }) => conversationId === row.sought);
  // Reading on by itself stops at a failure: the agent decides when to try again.
  const wanted = archive.state === "unread" || (archive.state === "more" && (filtering || nearEnd || seeking));
  const read = archive.interactions.length;
  useEffect(() => {
    if (wanted) archive.readMore();
    // oxlint-disable-next-line react/exhaustive-deps -- the archive is new on every render; another page is due when `read` has grown
  }, [wanted, read]);

  const start = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    // Another selection is read from its beginning, also when the agent had gone far down.
    if ((start.current?.getBoundingClientRect().top ?? 0) < 0) start.current?.scrollIntoView();
  }, [settled]);

  return (
    <>
      <FilterBar filter={filter} onFilter={onFilter} />
      <output ref={start} className="sub archive-count">
        {text("filter.count", { count: filtering ? shown.length : archive.total })}
        {archive.state !== "complete" && (filtering || archive.state === "reading")
          ? ` · ${text("filter.reading", { read, total: archive.total })}`
          : null}
      </output>
      <div className="timeline">
        {chunks.map((chunk, place) => (
          <RowChunk
            key={chunk[0]?.conversationId}
            interactions={chunk}
            offset={place * rowsPerChunk}
            size={filtering ? shown.length : archive.total}
            row={row}
          />
        ))}
      </div>
      {shown.length === 0 && archive.state === "complete" ? (
        <div className="archive-end">
          <p>{text("filter.nothing")}</p>
          <Button onClick={() => onFilter(noFilter)}>{text("filter.clear")}</Button>
        </div>
      ) : null}
      <div ref={end} className="archive-end">
        {archive.state === "reading" || archive.state === "unread" ? (
          <p className="sub">{text("archive.reading")}</p>
        ) : null}
        {archive.state === "failed" ? (
          <>
            <p role="alert">{text("archive.failed")}</p>
            <Button onClick={() => archive.readMore()}>{text("retry")}</Button>
          </>
        ) : null}
      </div>
    </>
  );
}

function inChunks(interactions: readonly InteractionSummary[]): readonly (readonly InteractionSummary[])[] {
  return Array.from({ length: Math.ceil(interactions.length / rowsPerChunk) }, (_, place) =>
    interactions.slice(place * rowsPerChunk, (place + 1) * rowsPerChunk),
  );
}
