import { agentStateOf, type Interaction, isCustomer, legOf } from "../interactions/interaction.ts";
import type { Directory } from "../organization/directory.ts";
import type { InteractionView } from "./snapshot.ts";

/** An interaction for the agent's desktop; null when the agent never took part. */
export function viewOf(interaction: Interaction, agentId: string, directory: Directory): InteractionView | null {
  const leg = legOf(interaction, agentId);
  if (leg === undefined) return null;
  return {
    id: interaction.id,
    medium: interaction.medium,
    direction: interaction.direction,
    name: interaction.name,
    subject: interaction.subject,
    line: interaction.line,
    queueName: directory.queues.find(({ id }) => id === leg.queueId)?.name ?? null,
    state: agentStateOf(interaction, leg),
    over: interaction.endedAt !== null,
    startedAt: interaction.startedAt,
    answeredAt: leg.connectedAt,
    endedAt: leg.endedAt,
    participants: interaction.legs.map((other) => ({
      participantId: other.participantId,
      purpose: other.purpose,
      name: other.name,
      address: isCustomer(other) ? other.address : null,
      attributes: { ...other.attributes },
      startedAt: other.startedAt,
      connectedAt: other.connectedAt,
      endedAt: other.endedAt,
    })),
    wrapUp: leg.wrapUp === null ? null : { codeName: leg.wrapUp.codeName, notes: leg.wrapUp.notes },
  };
}
