import { limits } from "../../../contract/limits.ts";
import { writeGlance } from "../../record/glance.ts";
import type { IdentifierLink } from "../../record/head.ts";
import type { CustomerChange } from "../store.ts";
import { cellsOf } from "./cells.ts";
import type { Connection } from "./database.ts";

/** Writes what lookups show of a customer as it now stands in this transaction, or takes it away where it must be worked out from others too. */
export function writeReady(
  connection: Connection,
  tenant: string,
  customer: number,
  change: Pick<CustomerChange, "customerId" | "after">,
): void {
  if (
    change.after?.state !== "living" ||
    change.after.mergedInto !== null ||
    change.after.head.merges.length > 0 ||
    change.after.head.parties.length > 0
  ) {
    connection.statement("DELETE FROM ready_answers WHERE customer = ?").run(customer);
    return;
  }
  const {
    customerId,
    after: { version, erasedAt, head },
  } = change;
  const [before, after] = writeGlance({ customerId, version, head });
  // Of who has more, a lookup reads the sentiments from their index: the row stays of one size.
  const hasSentiments = head.interactionCount <= limits.recentSize;
  // Interactions are shown as they are stored: their texts never leave SQLite.
  connection
    .statement(
      `INSERT OR REPLACE INTO ready_answers (customer, tenant, customer_id, version, made, created_at, erased_at,
         oldest_at, resting_since, links, has_sentiments, shown)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, CAST(
         ?12 || ',"recentInteractions":[' || (
           SELECT ifnull(group_concat(summary, ',' ORDER BY at DESC, conversation_id DESC), '') FROM (
             SELECT summary, at, conversation_id FROM interactions WHERE customer = ?1 AND summary IS NOT NULL
             ORDER BY at DESC, conversation_id DESC LIMIT ${limits.recentSize})
         ) || '],' || ?13 AS BLOB))`,
    )
    .run(
      customer,
      tenant,
      customerId,
      version,
      head.made ? 1 : 0,
      head.createdAt,
      erasedAt,
      head.oldestAt,
      head.restingSince,
      writeLinks(head.identifiers),
      hasSentiments ? 1 : 0,
      before,
      hasSentiments ? after + writeSentiments(connection, customer) : after,
    );
}

/** The member with a customer's latest sentiments, oldest first. */
export function writeSentiments(connection: Connection, customer: number): string {
  const points = connection
    .listing(
      `SELECT conversation_id, at, sentiment, score FROM interactions
       WHERE customer = ? AND sentiment IS NOT NULL ORDER BY at DESC, conversation_id DESC LIMIT ${limits.sentimentHistorySize}`,
    )
    .all(customer)
    .map((row) => {
      const cells = cellsOf(row);
      return {
        conversationId: cells.text(0),
        at: cells.text(1),
        sentiment: cells.text(2),
        score: cells.numberOrNull(3),
      };
    });
  return `,"sentimentHistory":${JSON.stringify(points.toReversed())}`;
}

/** A line for each: its id, then its keys. */
function writeLinks(links: readonly IdentifierLink[]): string {
  return links.map(({ id, key, otherKeys }) => [id, key, ...otherKeys].join(" ")).join("\n");
}
