import type { OperationsOverview } from "../../contract/operations-overview.ts";
import { formatCount, formatTime } from "../format.ts";
import { Counts } from "./Counts.tsx";
import { PercentileTable } from "./PercentileTable.tsx";

/** How far the records are behind the conversations, and what became of the events. */
export function EventLag({ events }: { readonly events: OperationsOverview["events"] }) {
  const { accepted, ignored, lastAcceptedAt, secondsToRecord, tries } = events;
  return (
    <section className="card half" aria-labelledby="events">
      <h2 id="events">Events</h2>
      <PercentileTable
        caption="From the end of a conversation to its record"
        rows={[["End to record", secondsToRecord, 1000]]}
      />
      <p className="sub">
        {formatCount(accepted)} accepted, {formatCount(ignored)} of no use ·{" "}
        {lastAcceptedAt === null ? "none has come yet" : `the last came ${formatTime(lastAcceptedAt)}`}
      </p>
      <Counts counts={tries} none="No conversation was worked on yet." />
    </section>
  );
}
