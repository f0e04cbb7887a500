import * as z from "zod/mini";
import { limits } from "../../../contract/limits.ts";
import { StoreUnavailable } from "../store-unavailable.ts";
import { forEachOf, type Engine } from "./engine.ts";
import { bodyPrefix, factsOf, objectKey, type ItemKey } from "./keys.ts";
import { bodyName } from "./work.ts";

const bodyRow = z.object({
  pk: z.string(),
  sk: z.string(),
  rev: z.int(),
  conv: z.string(),
  body: z.optional(z.string()),
});

/** Moves the bodies of interactions beyond the window to S3. Their items stay, so that a page over window and archive is one query. */
export async function archiveOldest(engine: Engine, tenant: string, epoch: string): Promise<void> {
  const kept = await engine.table.query({
    index: "inline",
    names: ["pk", "inline"],
    partition: factsOf(tenant, epoch),
    between: ["0", "~"],
    newestFirst: true,
    attributes: ["pk", "sk"],
  });
  await forEachOf(kept.slice(limits.windowSize), ({ pk, sk }) =>
    archiveOne(engine, tenant, epoch, { pk: String(pk), sk: String(sk) }),
  );
}

/** Written, read back, and only then taken out of the table. The key has the revision, of which there is one text: doing it twice is the same. */
async function archiveOne(engine: Engine, tenant: string, epoch: string, key: ItemKey): Promise<void> {
  const { table, objects } = engine;
  const found = await table.get(key);
  if (!found) return;
  const { rev, conv, body, sk } = z.parse(bodyRow, found);
  if (body === undefined) return;
  const object = objectKey(bodyPrefix(tenant, epoch, bodyName({ sk, conv })), rev);
  await objects.put(object, body);
  if ((await objects.get(object)) !== body) {
    throw new StoreUnavailable("S3 does not give back what it took; the interaction stays in the table.");
  }
  const refused = await table.transact([
    {
      kind: "update",
      key,
      attributes: { body: null, inline: null, object },
      condition: { expression: "@rev = :rev AND attribute_exists(@body)", values: { rev } },
    },
  ]);
  if (!refused) return;
  // Revised or erased meanwhile, or another process archived the same revision first.
  const now = await table.get(key, ["object"]);
  if (now?.["object"] !== object) await objects.remove([object]);
}
