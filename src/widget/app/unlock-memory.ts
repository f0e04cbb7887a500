import type { AgentSession } from "../genesys/genesys.ts";
import type { Connections } from "./connections.ts";

type Needs = Pick<Connections, "sources" | "memory" | "tabKey" | "fingerprint" | "painted">;

/**
 * Opens the device's memory for the agent who signed in. The tab's key is used as it is when it was handed out to the
 * same token; to another token, agent and key are asked for anew, beside the conversation. False when what this tab
 * remembered was another agent's.
 */
export async function unlockMemory(session: AgentSession, needs: Needs, signal: AbortSignal): Promise<boolean> {
  const { memory, sources } = needs;
  const known = needs.tabKey();
  const issuedTo = await needs.fingerprint(session.accessToken);
  // The database's library is not loaded before the first paint.
  await needs.painted();
  if (signal.aborted) return true;
  if (known?.issuedTo === issuedTo) {
    await memory.unlock(known);
    return true;
  }
  const [agent, key] = await Promise.all([sources.platform.readAgent(session, signal), sources.uic.cacheKey(signal)]);
  if (signal.aborted) return true;
  if (agent === null || key.kind !== "ok") {
    memory.giveUp();
    return true;
  }
  await memory.unlock({ ...agent, ...key.value, issuedTo });
  return known === null || (known.agentId === agent.agentId && known.organizationId === agent.organizationId);
}
