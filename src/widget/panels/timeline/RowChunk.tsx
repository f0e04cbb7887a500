import { useLayoutEffect, useState } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";
import { InteractionRow } from "./InteractionRow.tsx";
import { useNearby } from "./use-nearby.ts";

export const rowsPerChunk = 10;
/** Of a row that was never shown, in CSS pixels. */
const usualRowHeight = 96;

/** What every row needs beside its interaction. */
export interface RowProps {
  readonly now: number;
  readonly expanded: ReadonlySet<string>;
  readonly sought: string | null;
  readonly onToggle: (conversationId: string) => void;
  readonly onOpen: (conversationId: string) => void;
}

interface RowChunkProps {
  readonly interactions: readonly InteractionSummary[];
  readonly offset: number;
  readonly size: number;
  readonly row: RowProps;
}

/** Some rows that are in the document only near where the agent reads; elsewhere an empty box keeps their room. */
export function RowChunk({ interactions, offset, size, row }: RowChunkProps) {
  const { ref, near } = useNearby<HTMLOListElement>("800px");
  const [height, setHeight] = useState<number | null>(null);
  const holdsSought = interactions.some(({ conversationId }) => conversationId === row.sought);
  const [holdsFocus, setHoldsFocus] = useState(false);
  const rendered = near || holdsSought || holdsFocus;

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !rendered) return undefined;
    return () => setHeight(box.offsetHeight);
  }, [ref, rendered]);

  // One and the same element in both states, so that it goes on being watched.
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only hears that the focus is in one of its rows
    <ol
      ref={ref}
      className="row-chunk"
      style={rendered ? undefined : { height: height ?? interactions.length * usualRowHeight }}
      aria-hidden={!rendered}
      onFocus={() => setHoldsFocus(true)}
      onBlur={() => setHoldsFocus(false)}
    >
      {rendered
        ? interactions.map((interaction, place) => (
            <InteractionRow
              key={interaction.conversationId}
              interaction={interaction}
              expanded={row.expanded.has(interaction.conversationId)}
              sought={row.sought === interaction.conversationId}
              now={row.now}
              position={offset + place + 1}
              size={size}
              onToggle={row.onToggle}
              onOpen={row.onOpen}
            />
          ))
        : null}
    </ol>
  );
}
