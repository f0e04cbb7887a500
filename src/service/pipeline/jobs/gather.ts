import type { Conversation } from "../../../contract/genesys-conversation.ts";
import type { Organization } from "../../config.ts";
import type { ConversationDetail } from "../facts/detail.ts";
import type { Gathered, Names } from "../facts/facts.ts";
import { handlingOf } from "../facts/handling.ts";
import type { Lease } from "../../stores/inbox-store.ts";
import { queuesReached } from "../facts/resolution.ts";
import { wrapUpOf } from "../facts/wrap-up.ts";
import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import { gatherInsights, type GatheredInsights } from "../insights/gather-insights.ts";

export interface ReadConversation {
  readonly detail: ConversationDetail;
  /** Null when it is gone, may not be read or cannot be: then the detail stands alone. */
  readonly conversation: Conversation | null;
}

/** The conversation itself. The detail is needed; without the rest it goes on when that fails for good. */
export async function readConversation(platform: Platform, conversationId: string): Promise<Answer<ReadConversation>> {
  const detail = await platform.detail(conversationId);
  if (!detail.ok) return detail;
  const conversation = orWithout(await platform.conversation(conversationId));
  if (!conversation.ok) return conversation;
  return { ok: true, value: { detail: detail.value, conversation: conversation.value } };
}

type Around = Pick<Gathered, "names"> & GatheredInsights;

/** What stands around a conversation: the names that it mentions, a summary, a mood. */
export async function readAround(
  platform: Platform,
  organization: Organization,
  { conversationId, digest }: Pick<Lease, "conversationId" | "digest">,
  { detail, conversation }: ReadConversation,
  now: number,
): Promise<Answer<Around>> {
  const names = await namesIn(platform, organization, detail, conversation);
  if (!names.ok) return names;
  const isRecorded = digest !== null && digest !== "";
  const gathered = await gatherInsights(platform, { conversationId, detail, isRecorded, now });
  return gathered.ok ? { ok: true, value: { names: names.value, ...gathered.value } } : gathered;
}

function orWithout<T>(answer: Answer<T>): Answer<T | null> {
  return answer.ok || !isForGood(answer.failure) ? answer : { ok: true, value: null };
}

function isForGood({ kind }: PlatformFailure): boolean {
  return kind === "missing" || kind === "refused" || kind === "unreadable";
}

type Asked = (id: string) => Promise<Answer<string | null>>;

async function namesIn(
  platform: Platform,
  organization: Organization,
  detail: ConversationDetail,
  conversation: Conversation | null,
): Promise<Answer<Names>> {
  const { agent, queueId } = handlingOf(detail);
  const { codeId } = wrapUpOf(detail, agent);
  const passed =
    organization.escalationQueues.length === 0 ? [] : queuesReached(detail).map((reached) => reached.queueId);
  const [queues, users, wrapUps] = await Promise.all([
    namesById([queueId, ...passed], (id) => platform.queueName(id)),
    namesById([agent?.userId], (id) => platform.userName(id)),
    // Codes of the system itself (ININ-WRAP-UP-TIMEOUT) have no name to ask for.
    namesById([codeId?.startsWith("ININ-") === true ? null : codeId], (id) => platform.wrapUpName(id)),
  ]);
  if (!queues.ok) return queues;
  if (!users.ok) return users;
  if (!wrapUps.ok) return wrapUps;
  const told = (conversation?.participants ?? []).flatMap(({ queueId: id, queueName }) =>
    id !== undefined && queueName !== undefined ? [[id, queueName] as const] : [],
  );
  return {
    ok: true,
    value: { queues: new Map([...told, ...queues.value]), users: users.value, wrapUps: wrapUps.value },
  };
}

async function namesById(
  ids: readonly (string | null | undefined)[],
  ask: Asked,
): Promise<Answer<ReadonlyMap<string, string>>> {
  const wanted = [...new Set(ids.filter((id) => typeof id === "string"))];
  const answers = await Promise.all(wanted.map(async (id) => ({ id, answer: await ask(id) })));
  const names = new Map<string, string>();
  for (const { id, answer } of answers) {
    if (!answer.ok) return answer;
    if (answer.value !== null) names.set(id, answer.value);
  }
  return { ok: true, value: names };
}
