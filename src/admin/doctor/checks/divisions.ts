import * as z from "zod/mini";
import type { Platform } from "../../genesys/platform.ts";
import { fails, holds, unknown, type Finding } from "../finding.ts";

const client = z.object({
  roleDivisions: z._default(z.nullish(z.array(z.object({ divisionId: z.string() }))), []),
});

/** Stands for every division, also those to come. */
const everyDivision = "*";

/** Whether the pipeline's role covers the division in which the agent's conversations are. */
export async function checkDivisions(
  platform: Platform,
  clientId: string,
  agentDivisionId: string | null,
): Promise<Finding> {
  const path = `/api/v2/oauth/clients/${encodeURIComponent(clientId)}`;
  const answer = await platform.ask({ method: "GET", path, answer: client });
  if (!answer.ok) return unknown("The divisions of the pipeline's role", answer.failure.sentence);
  const divisions = (answer.value.roleDivisions ?? []).map(({ divisionId }) => divisionId);
  if (divisions.length === 0)
    return fails(
      "The pipeline's client has no role",
      "Give it one with the permissions above, in the divisions whose conversations it may read; npm run register does it.",
    );
  if (agentDivisionId === null) return holds("The pipeline's client has a role in a division");
  return divisions.includes(everyDivision) || divisions.includes(agentDivisionId)
    ? holds("The pipeline may read the agent's division")
    : fails(
        "The pipeline may not read the agent's division, so their conversations are not recorded",
        "Add that division to the role of the pipeline's client (Admin → Integrations → OAuth → Roles).",
      );
}
