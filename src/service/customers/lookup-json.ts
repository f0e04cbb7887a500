import type { IdentifierType } from "../../contract/identifier.ts";
import type { Conflict, LookupAnswer, LookupRequest, OpenSession } from "../../contract/lookup.ts";
import { decide } from "../identity/decide.ts";
import type { Call } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { isDue, retentionLimits } from "./expire.ts";
import { answerQuestion, auditLookup, conflictsWith, identifierIdOf, openSince, showOpenSession } from "./lookup.ts";
import { readGlance } from "./who-is.ts";

/** An answer that is ready to be sent. */
export interface LookupJson {
  /** The type of the identifier that matched, or why none did. */
  readonly outcome: IdentifierType | Exclude<LookupAnswer["status"], "returning_customer">;
  readonly conflicts: readonly Conflict[];
  /** The whole answer, in UTF-8. */
  readonly json: Uint8Array;
}

/** What a lookup answers, from what the store keeps ready where it does. */
export async function lookupJson(context: CustomersContext, call: Call, request: LookupRequest): Promise<LookupJson> {
  const identifiers = context.identifiers.read(call.organization, request.identifiers);
  const { standing, glance } = await readGlance(context, call.organization.id, identifiers);
  const decision = decide(identifiers, standing, null);
  const question = { request, identifiers, standing, decision };
  const isReady =
    decision.kind === "decided" &&
    glance?.customerId === decision.owner.survivorId &&
    !isDue(glance, retentionLimits(context, call.organization));
  if (!isReady) {
    const answered = await answerQuestion(context, call, question);
    const conflicts = answered.status === "returning_customer" ? answered.conflicts : [];
    return { outcome: outcomeOf(answered), conflicts, json: Buffer.from(JSON.stringify(answered)) };
  }
  const openSessions = glance.restingSince === null ? [] : await readOpenSessions(context, call, glance.customerId);
  const { by, owner } = decision;
  const matchedBy = { type: by.askedAs, index: by.index, identifierId: identifierIdOf(glance.links, by) };
  const conflicts = conflictsWith(owner.survivorId, by.index, identifiers, standing);
  auditLookup(context, call, owner.survivorId, "lookup", request);
  const asked = `{"status":"returning_customer","matchedBy":${JSON.stringify(matchedBy)},"openSessions":${listOf(openSessions)},"conflicts":${listOf(conflicts)},`;
  return { outcome: by.askedAs, conflicts, json: openedWith(asked, glance.members) };
}

const listOf = (values: readonly unknown[]): string => (values.length === 0 ? "[]" : JSON.stringify(values));

/** One JSON object of an opening and of members that are JSON already. */
function openedWith(opening: string, members: Uint8Array): Uint8Array {
  const length = Buffer.byteLength(opening);
  const joined = Buffer.allocUnsafe(length + members.length + 1);
  joined.write(opening);
  joined.set(members, length);
  joined[length + members.length] = 0x7d;
  return joined;
}

const outcomeOf = (answered: LookupAnswer): LookupJson["outcome"] =>
  answered.status === "returning_customer" ? answered.matchedBy.type : answered.status;

async function readOpenSessions(context: CustomersContext, call: Call, customerId: string): Promise<OpenSession[]> {
  const since = openSince(context);
  const sessions = await context.store.sessions(call.organization.id, [customerId]);
  return sessions
    .filter(({ session }) => session.endedAt === null && session.lastActivityAt >= since)
    .map(showOpenSession);
}
