import type { PageQuery } from "../../../contract/customer.ts";
import type { DeadLettersPage } from "../../../contract/writes.ts";
import type { Organization } from "../../config.ts";
import type { Outcome } from "../../customers/customers.ts";
import type { InboxStore, StoredDeadLetter } from "../../stores/inbox-store.ts";
import type { Inbox } from "../inbox.ts";
import type { PipelineMetrics } from "../metrics.ts";
import { readEnvelopes } from "./read-envelopes.ts";

export interface InboxDeps {
  readonly store: InboxStore;
  readonly metrics: Pick<PipelineMetrics, "countEvents" | "noteArrival">;
  readonly now: () => number;
  /** Something may be due sooner than was known. */
  readonly changed: () => void;
}

export function createInbox({ store, metrics, now, changed }: InboxDeps): Inbox {
  return {
    async accept(organization, envelopes) {
      const read = readEnvelopes(organization.id, envelopes);
      if (!read.ok) return read;
      const { events, ignored } = read.value;
      const time = now();
      if (events.length > 0) {
        const dueAt = time + Math.round(organization.settleSeconds * 1000);
        await store.addEvents(organization.id, events, { now: time, dueAt });
        metrics.noteArrival(time);
        changed();
      }
      metrics.countEvents("accepted", events.length);
      metrics.countEvents("ignored", ignored);
      return { ok: true, value: { accepted: events.length, ignored } };
    },

    listDeadLetters: (organization, page) => listDeadLetters(store, organization, page),

    async replayDeadLetter(organization, deadLetterId) {
      const replayed = await store.replayDeadLetter(organization.id, deadLetterId, now());
      if (!replayed) return notFound;
      changed();
      return { ok: true, value: null };
    },

    async deleteDeadLetter(organization, deadLetterId) {
      const deleted = await store.deleteDeadLetter(organization.id, deadLetterId);
      return deleted ? { ok: true, value: null } : notFound;
    },

    removeJobs: (organizationId, conversationIds, dryRun) => store.removeJobs(organizationId, conversationIds, dryRun),
  };
}

const notFound = {
  ok: false,
  code: "not_found",
  detail: "There is no dead letter of that id; list them anew, it may have been replayed or deleted.",
} as const;

async function listDeadLetters(
  store: InboxStore,
  organization: Organization,
  page: PageQuery,
): Promise<Outcome<DeadLettersPage>> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  if (after === undefined) {
    const detail = "Take the cursor from the page before, or leave it out to start anew.";
    return {
      ok: false,
      code: "invalid_request",
      detail,
      issues: [{ path: "cursor", message: "is not of this listing" }],
    };
  }
  const found = await store.listDeadLetters(organization.id, page.limit + 1, after);
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  const nextCursor = found.length > items.length && last ? cursorOf(last) : null;
  return { ok: true, value: { items: items.map((stored) => shown(stored)), nextCursor } };
}

function shown({ firstFailedAt, lastFailedAt, ...rest }: StoredDeadLetter): DeadLettersPage["items"][number] {
  return {
    ...rest,
    firstFailedAt: new Date(firstFailedAt).toISOString(),
    lastFailedAt: new Date(lastFailedAt).toISOString(),
  };
}

function cursorOf({ lastFailedAt, id }: StoredDeadLetter): string {
  return Buffer.from(`${lastFailedAt} ${id}`).toString("base64url");
}

/** Undefined when it was not made by {@link cursorOf}. */
function readCursor(cursor: string): { readonly lastFailedAt: number; readonly id: string } | undefined {
  const [, lastFailedAt, id] = /^(\d{1,16}) (\S+)$/u.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  return lastFailedAt === undefined || id === undefined ? undefined : { lastFailedAt: Number(lastFailedAt), id };
}
