import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { AgentSession } from "../genesys/genesys.ts";
import { conversationRefresher, refreshFailed, refreshOld, refreshWithNewToken } from "../journey/refresh.ts";
import type { Connections } from "./connections.ts";

/** Reads again when the interaction changed, the widget comes to the front, the network is back or a new token is there. */
export function useRefreshes(connections: Connections, conversationId: string, session: AgentSession | null): void {
  const client = useQueryClient();
  const { clock } = connections;
  const accessToken = session?.accessToken;

  useEffect(() => {
    const { changes, customerChanges, host } = connections;
    host.bootstrapped();
    const stops = [
      changes.subscribe(
        conversationId,
        conversationRefresher(client, conversationId, () => clock.now()),
      ),
      host.onFocus(() => void refreshOld(client, clock.now())),
      connections.onConnectivity(() => {
        if (!connections.isOnline()) return;
        void refreshFailed(client, clock.now());
        customerChanges.retryNow();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, clock, connections, conversationId]);

  useEffect(() => {
    if (accessToken !== undefined) void refreshWithNewToken(client, clock.now());
  }, [client, clock, accessToken]);
}
