import type { AgentSession } from "../genesys/genesys.ts";
import type { Connections } from "./connections.ts";

type Needs = Pick<Connections, "sources" | "memory" | "tabKey" | "fingerprint" | "painted">;

export interface Unlocked {
  /** False when what this tab remembered was another agent's. */
  readonly isSame: boolean;
  /** Who signed in; null when nobody can say. */
  readonly agentId: string | null;
}

/**
 * Opens the device's memory for the agent who signed in. The tab's key is used as it is when it was handed out to the
 * same token; to another token, agent and key are asked for anew, beside the conversation.
 */
export async function unlockMemory(session: AgentSession, needs: Needs, signal: AbortSignal): Promise<Unlocked> {
  const { memory, sources } = needs;
  const known = needs.tabKey();
  const issuedTo = await needs.fingerprint(session.accessToken);
  // The database's library is not loaded before the first paint.
  await needs.painted();
  if (signal.aborted) return { isSame: true, agentId: null };
  if (known?.issuedTo === issuedTo) {
    await memory.unlock(known);
    return { isSame: true, agentId: known.agentId };
  }
  const [agent, key] = await Promise.all([sources.platform.readAgent(session, signal), sources.uic.cacheKey(signal)]);
  const agentId = agent?.agentId ?? null;
  if (signal.aborted) return { isSame: true, agentId };
  if (agent === null || key.kind !== "ok") {
    memory.giveUp();
    return { isSame: true, agentId };
  }
  await memory.unlock({ ...agent, ...key.value, issuedTo });
  const isSame = known === null || (known.agentId === agent.agentId && known.organizationId === agent.organizationId);
  return { isSame, agentId };
}
