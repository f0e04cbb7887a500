import type { OperationsOverview } from "../../contract/operations-overview.ts";
import { PercentileTable } from "./PercentileTable.tsx";

/** How long agents wait for the brief. */
export function TimesToBrief({ times }: { readonly times: OperationsOverview["millisecondsToBrief"] }) {
  return (
    <section className="card half" aria-labelledby="times">
      <h2 id="times">From accept to brief</h2>
      <PercentileTable
        caption="From the moment the panel opens to the brief on screen"
        rows={[
          ["Seen before, from the cache", times.cache, 1],
          ["From the service", times.network, 1],
        ]}
      />
      <p className="sub">Measured by the agents' browsers, without who they are or whom they spoke to.</p>
    </section>
  );
}
