import { useEffect, useRef } from "react";
import type { Situation } from "../journey/situation.ts";
import type { Connections } from "./connections.ts";

/** Tells the service once how long the agent waited for the answer. A wait that a person or a fault ended is not measured. */
export function useReportedWait(
  connections: Connections,
  situation: Situation,
  /** As the launch has it. */
  shownAfter: number | null,
): void {
  const isOver = useRef(false);
  const wait = waitOf(situation);
  useEffect(() => {
    if (isOver.current || wait === "waiting") return;
    isOver.current = true;
    if (wait !== "live") return;
    void (async () => {
      const waited = shownAfter ?? (await connections.painted());
      const source = shownAfter === null ? "network" : "cache";
      connections.sources.uic.measure({ acceptToBriefMilliseconds: Math.round(waited), source });
    })();
  }, [connections, wait, shownAfter]);
}

function waitOf(situation: Situation): "waiting" | "live" | "ended" {
  const kind = "freshness" in situation ? situation.freshness.kind : situation.kind;
  if (kind === "live") return kind;
  return kind === "remembered" || kind === "loading" || kind === "signing-in" ? "waiting" : "ended";
}
