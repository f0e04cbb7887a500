import * as z from "zod/mini";
import { limits } from "../../contract/limits.ts";
import type { Organization } from "../config.ts";
import type { Inbox } from "../pipeline/inbox.ts";
import { envelope, organizationOf } from "../pipeline/intake/envelope.ts";
import { readEnvelopes } from "../pipeline/intake/read-envelopes.ts";
import type { Logger } from "../telemetry/logger.ts";

/** A batch as the event source mapping of an SQS queue hands it over. */
const sqsBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.optional(z.string()) }),
    }),
  ),
});
type Message = z.infer<typeof sqsBatch>["Records"][number];

/** Which messages go back to the queue; all others are deleted from it. */
export interface SqsAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface TakeInDeps {
  readonly organizations: readonly Organization[];
  readonly inbox: Pick<Inbox, "accept">;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
}

/**
 * Takes a batch of EventBridge envelopes into the inbox, one transaction an organisation, and gives back what could not be kept:
 * a message that nobody can read, or of an organisation that is not served, holds back none of its fellows.
 * What is not given back is durable. Throws when this is no batch of SQS.
 */
export async function takeIn(deps: TakeInDeps, event: unknown): Promise<SqsAnswer> {
  const { Records: messages } = z.parse(sqsBatch, event);
  const failed: Message[] = [];
  const readable = new Map<Organization, Sorted[]>();
  for (const message of messages) {
    const read = sorted(deps.organizations, message);
    if (read.ok) readable.set(read.organization, [...(readable.get(read.organization) ?? []), read]);
    else {
      failed.push(message);
      tellOf(deps.log, message, read.because);
    }
  }
  for (const [organization, all] of readable)
    for (let from = 0; from < all.length; from += limits.eventsPerRequest) {
      const some = all.slice(from, from + limits.eventsPerRequest);
      if (!(await isKept(deps, organization, some))) failed.push(...some.map(({ message }) => message));
    }
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

interface Sorted {
  readonly ok: true;
  readonly organization: Organization;
  readonly message: Message;
  readonly candidate: unknown;
}

/** Each is judged alone, since the inbox refuses a request whole. */
function sorted(
  organizations: readonly Organization[],
  message: Message,
): Sorted | { readonly ok: false; readonly because: string } {
  const candidate = parsed(message.body);
  const outer = envelope.safeParse(candidate);
  if (!outer.success) return { ok: false, because: "it is no envelope of EventBridge" };
  const id = organizationOf(outer.data).toLowerCase();
  const organization = organizations.find((one) => one.id.toLowerCase() === id);
  if (!organization) return { ok: false, because: "its organisation is not configured" };
  const read = readEnvelopes(organization.id, [candidate]);
  if (read.ok) return { ok: true, organization, message, candidate };
  const paths = read.code === "invalid_request" ? (read.issues ?? []).map(({ path }) => path).join(", ") : read.code;
  return { ok: false, because: `its topic's members are not as they should be: ${paths}` };
}

async function isKept(
  { inbox, log }: TakeInDeps,
  organization: Organization,
  some: readonly Sorted[],
): Promise<boolean> {
  const organizationId = organization.id;
  try {
    const accepted = await inbox.accept(
      organization,
      some.map(({ candidate }) => candidate),
    );
    if (accepted.ok) log.info({ organizationId, ...accepted.value }, "Events were taken in.");
    else log.error({ organizationId, code: accepted.code }, "The inbox refused events; they go back to the queue.");
    return accepted.ok;
  } catch (err) {
    log.error({ organizationId, err }, "The store did not take events; they go back to the queue.");
    return false;
  }
}

/** Said once: the queue hands such a message over again until it is a dead letter. */
function tellOf(log: TakeInDeps["log"], { messageId, attributes }: Message, because: string): void {
  if (Number(attributes.ApproximateReceiveCount ?? 1) > 1) return;
  log.error(
    { messageId, because },
    "An event cannot be taken in; it goes back to the queue and becomes a dead letter.",
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
