import type { QueryClient } from "@tanstack/react-query";

/** A frame that comes to the front again shows nothing older than this. */
const tooOldMilliseconds = 5000;

/** Reads again what is on screen and was read longer ago than a few seconds. */
export async function refreshOld(client: QueryClient, now: number): Promise<void> {
  await client.refetchQueries({
    type: "active",
    predicate: ({ queryKey, state }) => isReading(queryKey) && now - state.dataUpdatedAt > tooOldMilliseconds,
  });
}

/** Reads again what could not be read: the agent asked, the network is back, or a new token is there. */
export async function refreshFailed(client: QueryClient): Promise<void> {
  await client.refetchQueries({
    type: "active",
    predicate: ({ queryKey, state }) => isReading(queryKey) && hasFailed(state.data),
  });
}

/** Reads the conversation again, once more if it changed while it was read: never two at a time, never the older last. */
export function conversationRefresher(client: QueryClient, conversationId: string): () => void {
  let running = false;
  let again = false;
  async function run(): Promise<void> {
    do {
      again = false;
      await client.refetchQueries({ queryKey: ["conversation", conversationId], type: "active" });
    } while (again);
    running = false;
  }
  return () => {
    again = true;
    if (running) return;
    running = true;
    void run();
  };
}

function hasFailed(data: unknown): boolean {
  return typeof data === "object" && data !== null && "failure" in data && data.failure !== null;
}

function isReading(queryKey: readonly unknown[]): boolean {
  return queryKey[0] === "conversation" || queryKey[0] === "lookup";
}
