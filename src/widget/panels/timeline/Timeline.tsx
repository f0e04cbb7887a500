import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import type { ReturningCustomer } from "../../../contract/lookup.ts";
import { channel } from "../../../contract/primitives.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Select } from "../../ui/Select.tsx";
import { type TimelineFilter, noFilter } from "./filter-interactions.ts";
import { InteractionRow } from "./InteractionRow.tsx";
import { useArrivals } from "./use-arrivals.ts";
// Here already: a sheet of its own would cost the widget the code that waits for sheets.
import "./AllInteractions.css";
import "./Timeline.css";

const AllInteractions = lazy(() =>
  import("./AllInteractions.tsx").then((module) => ({ default: module.AllInteractions })),
);

/** Where another part of the panel leads; `turn` grows with every time. */
export interface Sought {
  readonly conversationId: string;
  readonly turn: number;
}

interface TimelineProps {
  readonly customer: ReturningCustomer;
  readonly live: boolean;
  readonly now: number;
  readonly sought: Sought | null;
  readonly onOpen: (conversationId: string) => void;
}

/** The five most recent interactions, and the way to all of them. */
export function Timeline({ customer, live, now, sought, onOpen }: TimelineProps) {
  const locale = useLocale();
  const { text } = locale;
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState<TimelineFilter | null>(null);
  const reading = expanded.size > 0 || filter !== null;
  const { ref, rows, waiting, arrived, accept } = useArrivals(customer.recentInteractions, { live, reading });
  const [led, setLed] = useState(sought);
  const toggle = useCallback((conversationId: string) => setExpanded((before) => toggled(before, conversationId)), []);

  if (sought !== led) {
    setLed(sought);
    if (sought !== null) {
      setExpanded(new Set([...expanded, sought.conversationId]));
      if (!rows.some(({ conversationId }) => conversationId === sought.conversationId)) setFilter(noFilter);
    }
  }

  const count = customer.interactionCount;
  const rest = count > rows.length;
  const row = { now, expanded, sought: useBriefly(led), onToggle: toggle, onOpen };
  const arrivals = (
    <>
      <p className="visually-hidden" aria-live="polite">
        {arrived === 0 ? null : text("timeline.arrived", { count: arrived })}
      </p>
      {waiting === 0 ? null : (
        <div className="timeline-new">
          <Button onClick={accept}>{text("timeline.new", { count: waiting })}</Button>
        </div>
      )}
    </>
  );

  if (filter !== null) {
    return (
      <Card
        title={text("timeline.all")}
        aside={
          <Button look="bare" onClick={() => setFilter(null)}>
            {text("timeline.showRecent")}
          </Button>
        }
      >
        {arrivals}
        <Suspense fallback={<p className="sub timeline-empty">{text("archive.reading")}</p>}>
          <AllInteractions customer={customer} newestShown={rows[0]} filter={filter} onFilter={setFilter} row={row} />
        </Suspense>
      </Card>
    );
  }
  return (
    <Card
      title={text("timeline.recent")}
      aside={
        rest ? (
          <Select
            look="bare"
            label={text("filter.channel")}
            value=""
            onChange={(value) => setFilter({ ...noFilter, channel: channel.parse(value) })}
          >
            <option value="">{text("filter.allChannels")}</option>
            {channel.options.map((option) => (
              <option key={option} value={option}>
                {locale.capitalised(text(`channel.${option}`))}
              </option>
            ))}
          </Select>
        ) : null
      }
    >
      {arrivals}
      {rows.length === 0 ? (
        <p className="sub timeline-empty">{text("timeline.none")}</p>
      ) : (
        <ol ref={ref} className="timeline">
          {rows.map((interaction) => (
            <InteractionRow
              key={interaction.conversationId}
              {...row}
              interaction={interaction}
              expanded={expanded.has(interaction.conversationId)}
              sought={row.sought === interaction.conversationId}
            />
          ))}
        </ol>
      )}
      {rest ? (
        <Button wide className="timeline-more" onClick={() => setFilter(noFilter)}>
          {text("timeline.showAll", { count })}
        </Button>
      ) : null}
    </Card>
  );
}

function toggled(before: ReadonlySet<string>, conversationId: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(conversationId)) after.add(conversationId);
  return after;
}

/** The interaction that is sought, until it had the time to come into view; later it must not pull the page again. */
function useBriefly(sought: Sought | null): string | null {
  const [done, setDone] = useState<Sought | null>(null);
  useEffect(() => {
    if (sought === null) return undefined;
    const timer = setTimeout(() => setDone(sought), 1000);
    return () => clearTimeout(timer);
  }, [sought]);
  return sought === done ? null : (sought?.conversationId ?? null);
}
