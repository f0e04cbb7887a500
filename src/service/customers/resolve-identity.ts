import type { ChannelUserRequest, Session } from "../../contract/writes.ts";
import { decide } from "../identity/decide.ts";
import type { StoredGroup } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { findPresent } from "./present.ts";
import { readStanding } from "./who-is.ts";

/** The canonical customer behind a channel's own id: whoever the store knows by it, else whoever the integrator's resolvers name. */
export async function resolveIdentity(
  context: CustomersContext,
  call: Call,
  user: ChannelUserRequest,
): Promise<Outcome<{ readonly customerId: string }>> {
  const customerId = await findCustomerId(context, call, user);
  if (customerId === null) return refusals.unknownUser;
  context.store.audit(call.organization.id, auditRecord(context, call, customerId, "resolve_identity"));
  return done({ customerId });
}

/** The most recent session of the same person, whatever the channel. */
export async function latestSession(
  context: CustomersContext,
  call: Call,
  user: ChannelUserRequest,
): Promise<Outcome<Session>> {
  const customerId = await findCustomerId(context, call, user);
  const found = customerId === null ? null : await findPresent(context, call, customerId, latestOnly);
  if (!found?.ok) return customerId === null ? refusals.unknownUser : refusals.noSession;
  const { members } = found.value;
  const latest = await newestSession(context, call, found.value);
  if (!latest) return refusals.noSession;
  context.store.audit(call.organization.id, auditRecord(context, call, members[0].customerId, "latest_session"));
  return done({ ...latest, customerId: members[0].customerId });
}

const latestOnly = { interactions: 0, sentiments: 0, sessionsSince: null };

async function newestSession(
  context: CustomersContext,
  call: Call,
  { members }: StoredGroup,
): Promise<Omit<Session, "customerId"> | null> {
  const ids = members.map(({ customerId }) => customerId);
  const sessions = await context.store.sessions(call.organization.id, ids);
  return sessions.at(0)?.session ?? null;
}

async function findCustomerId(
  context: CustomersContext,
  call: Call,
  { channel, channelUserId }: ChannelUserRequest,
): Promise<string | null> {
  const identifiers = context.identifiers.read(call.organization, [{ type: "channel", channel, value: channelUserId }]);
  const standing = await readStanding(context, call.organization.id, identifiers);
  const decision = decide(identifiers, standing, null);
  if (decision.kind === "decided") return decision.owner.survivorId;
  if (decision.kind !== "nobody" || identifiers.length === 0) return null;
  const named = await context.resolver.resolve(call.organization, channel, channelUserId);
  if (named === null) return null;
  const owner = (await context.store.standing(call.organization.id, [named], [])).customers.get(named);
  if (!owner) return named;
  return "state" in owner ? null : owner.survivorId;
}
