import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { OperationsOverview } from "../contract/operations-overview.ts";
import { formatTime } from "./format.ts";
import { refreshMilliseconds } from "./refresh.ts";
import { Conflicts } from "./parts/Conflicts.tsx";
import { DeadLetters } from "./parts/DeadLetters.tsx";
import { Erasures } from "./parts/Erasures.tsx";
import { EventLag } from "./parts/EventLag.tsx";
import { Lookups } from "./parts/Lookups.tsx";
import { NotAllowed } from "./parts/NotAllowed.tsx";
import { Retention } from "./parts/Retention.tsx";
import { Tiles } from "./parts/Tiles.tsx";
import { TimesToBrief } from "./parts/TimesToBrief.tsx";
import type { Reading, ServiceClient } from "./service-client.ts";

interface OverviewProps {
  readonly service: ServiceClient;
  readonly onUnknownKey: () => void;
  readonly onForget: () => void;
}

/** Everything at a glance, read anew while the page is looked at. */
export function Overview({ service, onUnknownKey, onForget }: OverviewProps) {
  const queries = useQueryClient();
  const { data, isError, isFetching } = useQuery({
    queryKey: ["overview"],
    queryFn: () => service.overview(),
    refetchInterval: refreshMilliseconds,
  });
  const isUnknown = data?.kind === "unknown-key";
  useEffect(() => {
    if (isUnknown) onUnknownKey();
  }, [isUnknown, onUnknownKey]);
  const overview = data?.kind === "read" ? data.value : null;
  return (
    <>
      <header className="top">
        <div className="top-words">
          <h1>Customer Journey operations</h1>
          <p className="sub">{statusOf(overview, isError)}</p>
        </div>
        <div className="buttons">
          <button className="button" type="button" disabled={isFetching} onClick={() => void queries.refetchQueries()}>
            Refresh
          </button>
          <button className="button" type="button" onClick={onForget}>
            Forget the key
          </button>
        </div>
      </header>
      {isError && (
        <p className="notice notice-wide" role="alert">
          The service does not answer. {overview ? `This is what was known at ${formatTime(overview.at)}.` : ""} It is
          asked again every {refreshMilliseconds / 1000} seconds.
        </p>
      )}
      <main className="grid">
        <Shown data={data} overview={overview} />
        <DeadLetters service={service} />
        {overview && <Retention retention={overview.retention} />}
        <Erasures service={service} />
      </main>
    </>
  );
}

interface ShownProps {
  readonly data: Reading<OperationsOverview> | undefined;
  readonly overview: OperationsOverview | null;
}

function Shown({ data, overview }: ShownProps) {
  if (overview === null)
    return data?.kind === "not-allowed" || data?.kind === "refused" ? (
      <section className="card wide" aria-label="Overview">
        <h2>Overview</h2>
        <NotAllowed reading={data} scope="events:write" />
      </section>
    ) : null;
  return (
    <>
      <Tiles overview={overview} />
      <EventLag events={overview.events} />
      <TimesToBrief times={overview.millisecondsToBrief} />
      <Lookups lookups={overview.lookups} />
      <Conflicts conflicts={overview.conflicts} />
    </>
  );
}

function statusOf(overview: OperationsOverview | null, isError: boolean): string {
  if (overview) return `As of ${formatTime(overview.at)} · counted since ${formatTime(overview.countingSince)}`;
  return isError ? "Nothing is known yet" : "Reading …";
}
