import * as z from "zod/mini";
import { interactionSummary } from "../../contract/interaction.ts";
import { interactionsPage as wholePage } from "../../contract/interactions-page.ts";
import * as lookup from "../../contract/lookup.ts";
import * as wholeMerge from "../../contract/merge.ts";
import * as record from "../../contract/record.ts";

/** A list as it can be read: an item that is malformed is left out, so that the rest is shown. */
function readable<T extends z.core.$ZodType>(
  item: T,
): z.ZodMiniPipe<z.ZodMiniArray<z.ZodMiniUnknown>, z.ZodMiniTransform<z.core.output<T>[], unknown[]>> {
  return z.pipe(
    z.array(z.unknown()),
    z.transform((items) =>
      items.flatMap((one) => {
        const read = z.core.safeParse(item, one);
        return read.success ? [read.data] : [];
      }),
    ),
  );
}

const collectedData = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, one]) => {
        const read = record.collectedValue.safeParse(one);
        return read.success ? [[key, read.data] as const] : [];
      }),
    ),
  ),
);

const recentInteractions = readable(interactionSummary);
const ofCustomer = {
  collectedData,
  sentimentHistory: readable(record.sentimentPoint),
  identifiers: readable(record.linkedIdentifier),
};

export const returningCustomer = z.extend(lookup.returningCustomer, {
  ...ofCustomer,
  recentInteractions,
  openSessions: readable(lookup.openSession),
  conflicts: readable(lookup.conflict),
});

export const lookupAnswer = z.discriminatedUnion("status", [
  returningCustomer,
  z.extend(lookup.firstContact, { recentInteractions }),
  z.extend(lookup.ambiguous, { recentInteractions, candidates: readable(lookup.candidate) }),
]);

export const interactionsPage = z.extend(wholePage, { items: recentInteractions });

export const customerRecord = z.extend(record.unifiedInteractionContext, {
  ...ofCustomer,
  interactions: recentInteractions,
  mergedFrom: readable(record.mergeEntry),
});

/** What a change is answered with: nothing where only something was taken away. */
export const changedRecord = z.nullable(customerRecord);

export const mergeAnswer = z.extend(wholeMerge.mergeAnswer, { record: customerRecord });

/** A refusal, as far as it is acted on; codes that are new to this widget are kept as they are. */
export const problem = z.object({
  code: z.string(),
  requestId: z.optional(z.string()),
  customerId: z.optional(z.string()),
});
