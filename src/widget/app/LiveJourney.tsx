import { memo, useLayoutEffect } from "react";
import type { WidgetOutbox } from "./connect-outbox.ts";
import type { Connections } from "./connections.ts";
import type { Followed } from "./launch.ts";
import { useLiveJourney } from "./use-live-journey.ts";
import { useReportedWait } from "./use-reported-wait.ts";

interface LiveJourneyProps extends Followed {
  readonly connections: Connections;
  readonly outbox: WidgetOutbox;
  readonly conversationId: string;
}

/** Follows the live interaction; what there is to show is said before the browser paints. */
export const LiveJourney = memo(function LiveJourney({ onJourney, shownAfter, ...followed }: LiveJourneyProps) {
  const journey = useLiveJourney(followed);
  useReportedWait(followed.connections, journey.situation, shownAfter);
  useLayoutEffect(() => onJourney(journey), [journey, onJourney]);
  return null;
});
