import { QueryClientProvider } from "@tanstack/react-query";
import type { Connections } from "./connections.ts";
import { connectOutbox } from "./connect-outbox.ts";
import type { Live } from "./launch.ts";
import { LiveJourney } from "./LiveJourney.tsx";
import { createQueryClient } from "./query-client.ts";

/** Follows one interaction over the connections. */
export function goLive(connections: Connections, conversationId: string): Live {
  const client = createQueryClient();
  const outbox = connectOutbox(connections, client, conversationId);
  return {
    host: connections.host,
    follow: (followed) => (
      <QueryClientProvider client={client}>
        <LiveJourney {...followed} connections={connections} outbox={outbox} conversationId={conversationId} />
      </QueryClientProvider>
    ),
    dispose() {
      outbox.dispose();
      connections.dispose();
      client.clear();
    },
  };
}
