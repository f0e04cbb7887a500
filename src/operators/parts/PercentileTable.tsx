import type { Percentiles } from "../../contract/operations-overview.ts";
import { formatCount, formatDuration } from "../format.ts";

interface PercentileTableProps {
  readonly caption: string;
  /** Each with its unit in milliseconds. */
  readonly rows: readonly (readonly [name: string, percentiles: Percentiles, unit: number])[];
}

/** How long it took for half, 95 and 99 of 100. */
export function PercentileTable({ caption, rows }: PercentileTableProps) {
  return (
    <table>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Half</th>
          <th scope="col">95 %</th>
          <th scope="col">99 %</th>
          <th scope="col">Measured</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, { count, p50, p95, p99 }, unit]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {[p50, p95, p99].map((value, place) => (
              // The three stand in one order for ever.
              // oxlint-disable-next-line react/no-array-index-key -- the place is what they are
              <td key={place}>{value === null ? "–" : formatDuration(value * unit)}</td>
            ))}
            <td>{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
