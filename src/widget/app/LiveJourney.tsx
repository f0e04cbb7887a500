import { memo, useLayoutEffect } from "react";
import type { Outbox } from "../journey/outbox.ts";
import type { Connections } from "./connections.ts";
import type { Followed } from "./launch.ts";
import { useLiveJourney } from "./use-live-journey.ts";

interface LiveJourneyProps extends Followed {
  readonly connections: Connections;
  readonly outbox: Outbox;
  readonly conversationId: string;
}

/** Follows the live interaction; what there is to show is said before the browser paints. */
export const LiveJourney = memo(function LiveJourney({ onJourney, ...followed }: LiveJourneyProps) {
  const journey = useLiveJourney(followed);
  useLayoutEffect(() => onJourney(journey), [journey, onJourney]);
  return null;
});
