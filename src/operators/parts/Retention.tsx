import type { OperationsOverview } from "../../contract/operations-overview.ts";
import { formatCount, formatTime } from "../format.ts";

/** For how long what is kept, and what the last sweeps took away. */
export function Retention({ retention }: { readonly retention: OperationsOverview["retention"] }) {
  const { days, runs } = retention;
  return (
    <section className="card half" aria-labelledby="retention">
      <h2 id="retention">Retention</h2>
      <p className="sub">
        Kept: interactions {formatCount(days.interactions)} days, sessions {formatCount(days.sessions)}, audit{" "}
        {formatCount(days.audit)}
      </p>
      {runs.length === 0 ? (
        <p className="sub">No sweep has ended yet; one begins with the service and every hour.</p>
      ) : (
        <table>
          <caption className="visually-hidden">What the last sweeps removed</caption>
          <thead>
            <tr>
              <th scope="col">Sweep</th>
              <th scope="col">Interactions</th>
              <th scope="col">Sessions</th>
              <th scope="col">Audit</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ at, removed }, place) => (
              // Two processes can end at one millisecond.
              <tr key={`${at} ${String(place)}`}>
                <th scope="row">{formatTime(at)}</th>
                <td>{formatCount(removed.interactions)}</td>
                <td>{formatCount(removed.sessions)}</td>
                <td>{formatCount(removed.auditEntries)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
