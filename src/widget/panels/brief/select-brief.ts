import type { IdentifierType } from "../../../contract/identifier.ts";
import type { InteractionSummary, ResolutionStatus } from "../../../contract/interaction.ts";
import type { ReturningCustomer } from "../../../contract/lookup.ts";
import type { Channel } from "../../../contract/primitives.ts";

/** What an agent should know before the first hello. Its parts are always said in this order; null is left out. */
export interface Brief {
  readonly often: {
    /** The contacts recorded; the live one is not among them. */
    readonly count: number;
    readonly atLeast: boolean;
    readonly days: number;
    readonly subject: string | null;
  } | null;
  /** An open issue that neither `often` nor `last` names. */
  readonly open: string | null;
  readonly last: {
    readonly channel: Channel;
    readonly with: { readonly kind: "agent"; readonly name: string } | { readonly kind: "assistant" } | null;
    readonly at: string;
    /** Null where `often` has named it already. */
    readonly subject: string | null;
    readonly outcome: ResolutionStatus;
  } | null;
  readonly promise: { readonly text: string; readonly dueAt: string | null } | null;
  readonly caution:
    | { readonly kind: "shared"; readonly type: IdentifierType; readonly count: number }
    | { readonly kind: "elsewhere"; readonly channel: Channel }
    | { readonly kind: "mood-falling" }
    | null;
}

export interface BriefSources {
  readonly customer: Pick<ReturningCustomer, "recentInteractions" | "interactionCount" | "openSessions" | "conflicts">;
  readonly issue: {
    readonly text: string;
    readonly since: string | null;
    readonly contacts: readonly InteractionSummary[];
    readonly atLeast: boolean;
  } | null;
  /** The most pressing one first. */
  readonly promises: readonly { readonly text: string; readonly dueAt: string | null }[];
  readonly moodIsFalling: boolean;
  readonly now: number;
  /** In the agent's calendar. */
  readonly daysBetween: (from: string, to: number) => number;
}

/** With nothing open, so many contacts within so many days are worth a word. */
const lately = { contacts: 3, days: 7 } as const;

export function selectBrief(sources: BriefSources): Brief {
  const { customer, issue, promises } = sources;
  const [latest] = customer.recentInteractions;
  const often = issue === null ? oftenLately(sources) : oftenAboutIssue(issue, sources);
  const named = often?.subject ?? null;
  const last = latest ? lastContact(latest, named) : null;
  return {
    often,
    open: issue !== null && issue.text !== named && issue.text !== last?.subject ? issue.text : null,
    last,
    promise: promises[0] ? { text: promises[0].text, dueAt: promises[0].dueAt } : null,
    caution: caution(sources),
  };
}

function oftenAboutIssue(
  { text, since, contacts, atLeast }: NonNullable<BriefSources["issue"]>,
  { now, daysBetween }: BriefSources,
): Brief["often"] {
  const first = since ?? contacts.at(-1)?.startTime;
  if (contacts.length < 2 || first === undefined) return null;
  return { count: contacts.length, atLeast, days: Math.max(0, daysBetween(first, now)), subject: text };
}

function oftenLately({ customer, now, daysBetween }: BriefSources): Brief["often"] {
  const { recentInteractions, interactionCount } = customer;
  const contacts = recentInteractions.filter(({ startTime }) => daysBetween(startTime, now) <= lately.days);
  const first = contacts.at(-1);
  if (contacts.length < lately.contacts || first === undefined) return null;
  const subjects = new Set(contacts.map(({ intent }) => intent));
  return {
    count: contacts.length,
    atLeast: contacts.length === recentInteractions.length && interactionCount > contacts.length,
    days: Math.max(0, daysBetween(first.startTime, now)),
    subject: subjects.size === 1 ? first.intent : null,
  };
}

function lastContact(interaction: InteractionSummary, named: string | null): NonNullable<Brief["last"]> {
  const { channel, agentName, startTime, intent, resolutionStatus } = interaction;
  return {
    channel,
    with:
      agentName === null ? null : isAssistant(interaction) ? { kind: "assistant" } : { kind: "agent", name: agentName },
    at: startTime,
    subject: intent === named ? null : intent,
    outcome: resolutionStatus,
  };
}

/** No agent took part, and what did calls itself one of these. */
function isAssistant({ agentId, agentName }: InteractionSummary): boolean {
  return agentId === null && /\b(?:assistant|bot|virtual)\b/i.test(agentName ?? "");
}

/** One at most. That this may be the wrong person outweighs everything else. */
function caution({ customer, moodIsFalling }: BriefSources): Brief["caution"] {
  const shared = customer.conflicts.find((conflict) => (conflict.shared ?? 0) > 1);
  if (shared?.shared !== undefined) return { kind: "shared", type: shared.type, count: shared.shared };
  const [session] = customer.openSessions;
  if (session) return { kind: "elsewhere", channel: session.channel };
  return moodIsFalling ? { kind: "mood-falling" } : null;
}
