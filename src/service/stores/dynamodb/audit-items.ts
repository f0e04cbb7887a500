import * as z from "zod/mini";
import type { AuditEntry } from "../../../contract/customer.ts";
import { comparePlaces } from "../../record/order.ts";
import type { AuditRecord, FactPage } from "../store.ts";
import type { Engine } from "./engine.ts";
import { auditByTimeOf, auditOf, auditShardOf, auditShards, placeText, type ItemKey } from "./keys.ts";
import type { Row } from "./table.ts";

export function auditRow(tenant: string, { customerId, actor, ...entry }: AuditRecord): ItemKey & Row {
  const place = placeText(entry);
  return {
    pk: auditOf(tenant, customerId),
    sk: place,
    timePk: auditByTimeOf(tenant, auditShardOf(entry.id)),
    timeSk: place,
    ...entry,
    actorType: actor.type,
    actorId: actor.id,
  };
}

const row = z.object({
  id: z.string(),
  at: z.string(),
  actorType: z.enum(["agent", "service"]),
  actorId: z.string(),
  action: z.string(),
  conversationId: z.nullable(z.string()),
  requestId: z.string(),
});

export async function readAudit(
  { table }: Engine,
  tenant: string,
  customerIds: readonly string[],
  since: string,
  { before, limit }: FactPage,
): Promise<readonly AuditEntry[]> {
  const end = before ? placeText(before) : "~";
  const start = since === "" ? "0" : since;
  if (start > end) return [];
  const lists = await Promise.all(
    customerIds.map((id) =>
      table.query({ partition: auditOf(tenant, id), between: [start, end], limit: limit + 1, newestFirst: true }),
    ),
  );
  return lists
    .flat()
    .filter(({ sk }) => sk !== end)
    .map((found): AuditEntry => {
      const { id, at, actorType, actorId, action, conversationId, requestId } = z.parse(row, found);
      return { id, at, actor: { type: actorType, id: actorId }, action, conversationId, requestId };
    })
    .toSorted((a, b) => comparePlaces(b, a))
    .slice(0, limit);
}

const expiredPerCall = 1000;
const keyRow = z.object({ pk: z.string(), sk: z.string() });

export async function expireAudit({ table }: Engine, tenant: string, before: string): Promise<number> {
  let count = 0;
  for (const shard of auditShards) {
    if (count >= expiredPerCall) break;
    const found = await table.query({
      index: "by-time",
      names: ["timePk", "timeSk"],
      partition: auditByTimeOf(tenant, shard),
      between: ["0", before],
      limit: expiredPerCall - count,
      attributes: ["pk", "sk"],
    });
    await table.removeAll(found.map((one) => z.parse(keyRow, one)));
    count += found.length;
  }
  return count;
}
