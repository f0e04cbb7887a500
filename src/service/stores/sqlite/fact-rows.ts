import * as z from "zod";
import { collectedValues } from "../../../contract/customer.ts";
import type { SentimentPoint } from "../../../contract/record.ts";
import { session } from "../../../contract/writes.ts";
import { agentAction, type AgentAction } from "../../record/action.ts";
import { tellings } from "../../record/collected.ts";
import type { Interaction } from "../../record/interaction.ts";
import { comparePlaces, type Place } from "../../record/order.ts";
import { storedSentimentPoint, storedSummary } from "../../record/party.ts";
import type { FactPage, StoredConversation, StoredSession } from "../store.ts";
import type { Connection } from "./database.ts";

// Compiled once: rows are parsed thousands of times a second.
const summaryShape = z.object(storedSummary.shape);
const interactionRow = z.object({ summary: z.string(), collected: z.nullable(z.string()) });

function toInteraction(found: unknown): Interaction {
  const row = z.parse(interactionRow, found);
  return {
    summary: z.parse(summaryShape, JSON.parse(row.summary)),
    values: row.collected === null ? {} : z.parse(collectedValues, JSON.parse(row.collected)),
  };
}

export function readInteractions(
  connection: Connection,
  customers: readonly number[],
  page: FactPage,
): readonly Interaction[] {
  return mergeNewest(
    customers.map((customer) => {
      const rows = page.before
        ? connection
            .statement(
              `SELECT summary, collected FROM interactions
               WHERE customer = ? AND summary IS NOT NULL AND (at, conversation_id) < (?, ?)
               ORDER BY at DESC, conversation_id DESC LIMIT +?`,
            )
            .all(customer, page.before.at, page.before.id, page.limit)
        : connection
            .statement(
              `SELECT summary, collected FROM interactions WHERE customer = ? AND summary IS NOT NULL
               ORDER BY at DESC, conversation_id DESC LIMIT +?`,
            )
            .all(customer, page.limit);
      return rows.map(toInteraction);
    }),
    ({ summary }) => ({ at: summary.startTime, id: summary.conversationId }),
    page.limit,
  );
}

export function readSentiments(
  connection: Connection,
  customers: readonly number[],
  limit: number,
): readonly SentimentPoint[] {
  return mergeNewest(
    customers.map((customer) =>
      connection
        .statement(
          `SELECT conversation_id AS conversationId, at, sentiment, score FROM interactions
           WHERE customer = ? AND sentiment IS NOT NULL ORDER BY at DESC, conversation_id DESC LIMIT +?`,
        )
        .all(customer, limit)
        .map((row) => z.parse(sentimentRow, row)),
    ),
    (point) => ({ at: point.at, id: point.conversationId }),
    limit,
  );
}

const sentimentRow = z.object(storedSentimentPoint.shape);
const conversationRow = z.object({ customer_id: z.string(), summary: z.nullable(z.string()) });

export function readConversation(
  connection: Connection,
  tenant: string,
  conversationId: string,
): StoredConversation | null {
  const found = connection
    .statement(
      `SELECT customer_id, summary, collected FROM interactions JOIN customers USING (customer)
       WHERE interactions.tenant = ? AND conversation_id = ?`,
    )
    .get(tenant, conversationId);
  if (!found) return null;
  const row = z.parse(conversationRow, found);
  return { customerId: row.customer_id, interaction: row.summary === null ? null : toInteraction(found) };
}

const actionRow = z.object({ action: z.string() });

export function readActions(
  connection: Connection,
  customers: readonly number[],
  page: FactPage,
): readonly AgentAction[] {
  return mergeNewest(
    customers.map((customer) =>
      connection
        .statement(
          `SELECT action FROM agent_actions
           WHERE customer = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT +?`,
        )
        .all(customer, page.before?.at ?? "~", page.before?.id ?? "", page.limit)
        .map((row) => z.parse(agentAction, JSON.parse(z.parse(actionRow, row).action))),
    ),
    (action) => action.place,
    page.limit,
  );
}

const sessionRow = z.object({ customer_id: z.string(), session: z.string(), told: z.string() });
const erasedSessionRow = z.object({ session: z.null() });
const storedSession = z.object(session.shape).omit({ customerId: true });

function toSession(found: unknown): StoredSession {
  const row = z.parse(sessionRow, found);
  return {
    customerId: row.customer_id,
    session: z.parse(storedSession, JSON.parse(row.session)),
    told: z.parse(tellings, JSON.parse(row.told)),
  };
}

export function readSessions(connection: Connection, customers: readonly number[]): readonly StoredSession[] {
  const lists = customers.map((customer) =>
    connection
      .statement(
        `SELECT customer_id, session, told FROM sessions JOIN customers USING (customer)
         WHERE customer = ? AND session IS NOT NULL ORDER BY last_activity_at DESC, session_id DESC`,
      )
      .all(customer)
      .map(toSession),
  );
  return mergeNewest(lists, ({ session: { lastActivityAt, sessionId } }) => ({ at: lastActivityAt, id: sessionId }));
}

export function readSession(
  connection: Connection,
  tenant: string,
  sessionId: string,
): StoredSession | "erased" | null {
  const found = connection
    .statement(
      `SELECT customer_id, session, told FROM sessions JOIN customers USING (customer)
       WHERE sessions.tenant = ? AND session_id = ?`,
    )
    .get(tenant, sessionId);
  if (!found) return null;
  return erasedSessionRow.safeParse(found).success ? "erased" : toSession(found);
}

/** The newest of several lists that are each newest first. */
function mergeNewest<T>(lists: readonly (readonly T[])[], placeOf: (item: T) => Place, limit?: number): readonly T[] {
  const [only] = lists;
  if (only && lists.length === 1) return only;
  return lists
    .flat()
    .toSorted((a, b) => comparePlaces(placeOf(b), placeOf(a)))
    .slice(0, limit);
}
