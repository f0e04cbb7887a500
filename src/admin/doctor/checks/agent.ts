import * as z from "zod/mini";
import { listAll } from "../../genesys/pages.ts";
import type { Platform } from "../../genesys/platform.ts";
import type { Answer } from "../../genesys/answer.ts";
import { fails, holds, holdsIf, unknown, type Finding } from "../finding.ts";
import type { Shown } from "./integration.ts";

const named = z.object({ id: z.string() });
const found = z.object({ results: z._default(z.array(named), []) });
const user = z.object({
  id: z.string(),
  state: z._default(z.string(), "active"),
  division: z.optional(z.object({ id: z.optional(z.string()) })),
  groups: z._default(z.array(named), []),
});
const licensed = z.object({ licenses: z._default(z.array(z.unknown()), []) });

interface Looked {
  readonly findings: readonly Finding[];
  readonly agentId: string | null;
  readonly divisionId: string | null;
}

/** Whether this very agent is one of those to whom Genesys Cloud shows the widget. */
export async function checkAgent(platform: Platform, agent: string, shown: Shown | null): Promise<Looked> {
  const id = await idOf(platform, agent);
  if (!id.ok) return { findings: [unknown("The agent", id.failure.sentence)], agentId: null, divisionId: null };
  const path = `/api/v2/users/${encodeURIComponent(id.value ?? "")}`;
  const answer =
    id.value === null ? null : await platform.ask({ method: "GET", path, query: { expand: "groups" }, answer: user });
  if (answer === null || (!answer.ok && answer.failure.kind === "missing"))
    return {
      findings: [fails("There is no such agent in this organisation", "Look at the email or id that --agent names.")],
      agentId: null,
      divisionId: null,
    };
  if (!answer.ok) return { findings: [unknown("The agent", answer.failure.sentence)], agentId: null, divisionId: null };
  const { state, groups } = answer.value;
  const findings: Finding[] = [
    holdsIf(
      state === "active",
      "The agent is active",
      "The agent is not active",
      "Activate them under Admin → People.",
    ),
    await checkLicense(platform, answer.value.id),
  ];
  if (shown === null)
    findings.push(unknown("Whether the widget is shown to the agent", "No interaction widget was found."));
  else {
    const isInGroup = groups.some((one) => shown.groups.includes(one.id));
    findings.push(
      holdsIf(
        isInGroup,
        "The agent is in a group to which the widget is shown",
        "The agent is in none of the groups to which the widget is shown",
        "Add the agent to one of the groups under Group filtering of the widget, or add one of theirs; they sign in to Genesys Cloud anew.",
      ),
      await checkQueues(platform, answer.value.id, shown),
    );
  }
  return { findings, agentId: answer.value.id, divisionId: answer.value.division?.id ?? null };
}

/** Null when nobody has that email. */
async function idOf(platform: Platform, agent: string): Promise<Answer<string | null>> {
  if (!agent.includes("@")) return { ok: true, value: agent };
  const body = { pageSize: 2, query: [{ fields: ["email"], value: agent, type: "EXACT" }] };
  const answer = await platform.ask({ method: "POST", path: "/api/v2/users/search", body, answer: found });
  return answer.ok ? { ok: true, value: answer.value.results[0]?.id ?? null } : answer;
}

async function checkLicense(platform: Platform, id: string): Promise<Finding> {
  const answer = await platform.ask({ method: "GET", path: `/api/v2/license/users/${id}`, answer: licensed });
  if (!answer.ok) return unknown("The agent's license", answer.failure.sentence);
  return holdsIf(
    answer.value.licenses.length > 0,
    "The agent has a license",
    "The agent has no license",
    "Give them one that handles interactions (Genesys Cloud CX 1 or higher).",
  );
}

async function checkQueues(platform: Platform, id: string, { queues }: Shown): Promise<Finding> {
  if (queues.length === 0) return holds("The widget is not filtered by queue");
  const joined = await listAll(platform, `/api/v2/users/${id}/queues`, named);
  if (!joined.ok) return unknown("The agent's queues", joined.failure.sentence);
  return holdsIf(
    joined.value.some((one) => queues.includes(one.id)),
    "The agent works in a queue for which the widget is shown",
    "The agent works in none of the queues for which the widget is shown",
    "Add their queues under Queue filtering of the widget, or take the filter out.",
  );
}
