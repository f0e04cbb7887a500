import { limits } from "../../../contract/limits.ts";
import { writeGlance } from "../../record/glance.ts";
import type { IdentifierLink } from "../../record/head.ts";
import type { CustomerChange } from "../store.ts";
import { cellsOf } from "./cells.ts";
import type { Connection } from "./database.ts";

export const sentimentsMember = ',"sentimentHistory":';

/** Writes what lookups show of a customer as it now stands in this transaction, or takes it away where it must be worked out from others too. */
export function writeReady(
  connection: Connection,
  tenant: string,
  customer: number,
  { customerId, after }: Pick<CustomerChange, "customerId" | "after">,
): void {
  if (
    after?.state !== "living" ||
    after.mergedInto !== null ||
    after.head.merges.length > 0 ||
    after.head.parties.length > 0
  ) {
    connection.statement("DELETE FROM ready_answers WHERE customer = ?").run(customer);
    return;
  }
  const { version, erasedAt, head } = after;
  const newest = connection
    .listing(
      `SELECT summary, at, conversation_id, sentiment, score FROM interactions
       WHERE customer = ? AND summary IS NOT NULL ORDER BY at DESC, conversation_id DESC LIMIT ?`,
    )
    .all(customer, limits.recentSize + 1)
    .map((row) => {
      const cells = cellsOf(row);
      const [at, conversationId, sentiment] = [cells.text(1), cells.text(2), cells.textOrNull(3)];
      return { summary: cells.text(0), point: { conversationId, at, sentiment, score: cells.numberOrNull(4) } };
    });
  // Of who has more, a lookup reads the sentiments from their index: the row stays of one size.
  const areAll = newest.length <= limits.recentSize;
  const points = newest.toReversed().flatMap(({ point }) => (point.sentiment === null ? [] : [point]));
  const texts = newest.slice(0, limits.recentSize).map(({ summary }) => summary);
  const shown = writeGlance({ customerId, version, head }, texts);
  connection
    .statement(
      `INSERT OR REPLACE INTO ready_answers (customer, tenant, customer_id, version, made, created_at, erased_at,
         oldest_at, resting_since, links, has_sentiments, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
      areAll ? 1 : 0,
      Buffer.from(areAll ? shown + sentimentsMember + JSON.stringify(points) : shown),
    );
}

/** A line for each: its id, then its keys. */
function writeLinks(links: readonly IdentifierLink[]): string {
  return links.map(({ id, key, otherKeys }) => [id, key, ...otherKeys].join(" ")).join("\n");
}
