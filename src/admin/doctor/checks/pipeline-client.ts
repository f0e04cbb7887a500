import * as z from "zod/mini";
import type { Organization } from "../../../service/config.ts";
import type { Platform } from "../../genesys/platform.ts";
import { fails, holds, unknown, type Finding } from "../finding.ts";

const tokenInfo = z.object({ organization: z.object({ id: z.string() }) });
const anything = z.unknown();

/** Nothing has this id: what may be read is answered 404, what may not 403. */
const nothing = "00000000-0000-4000-8000-000000000000";

const reads = [
  ["analytics details", `/api/v2/analytics/conversations/${nothing}/details`, "analytics:conversationDetail:view"],
  ["conversations", `/api/v2/conversations/${nothing}`, "conversation:communication:view"],
  ["queues", `/api/v2/routing/queues/${nothing}`, "routing:queue:view"],
  ["wrap-up codes", `/api/v2/routing/wrapupcodes/${nothing}`, "routing:wrapupCode:view"],
  ["agents' names", `/api/v2/users/${nothing}`, "directory:user:view"],
] as const;

/** Whether the pipeline gets a token of the right organisation, and may read what it needs. */
export async function checkPipelineClient(
  platform: Platform,
  organization: Pick<Organization, "id">,
): Promise<readonly Finding[]> {
  const token = await platform.ask({ method: "GET", path: "/api/v2/tokens/me", answer: tokenInfo });
  if (!token.ok) {
    const next = `${token.failure.sentence} The id is client.id of uic.config.json, the secret in the variable that client.secretEnv names.`;
    return [fails("The pipeline gets no token from Genesys Cloud", next)];
  }
  const isOurs = token.value.organization.id === organization.id;
  if (!isOurs)
    return [
      fails(
        "The pipeline's client is of another organisation",
        "Correct id of the organisation in uic.config.json (Admin → Account settings → Organization details), or the client's.",
      ),
    ];
  return [holds("The pipeline gets a token of this organisation"), ...(await checkReads(platform))];
}

async function checkReads(platform: Platform): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [what, path, permission] of reads) {
    const answer = await platform.ask({ method: "GET", path, answer: anything });
    const failure = answer.ok ? null : answer.failure;
    if (failure?.kind === "forbidden") {
      const missing = failure.permissions.length > 0 ? failure.permissions.join(", ") : permission;
      findings.push(
        fails(
          `The pipeline may not read ${what}`,
          `Add the permission ${missing} to the role of its client, and give that role the divisions whose conversations it may read.`,
        ),
      );
    } else if (failure === null || failure.kind === "missing" || failure.kind === "refused")
      findings.push(holds(`The pipeline may read ${what}`));
    else findings.push(unknown(`Whether the pipeline may read ${what}`, failure.sentence));
  }
  return findings;
}
