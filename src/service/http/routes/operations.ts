import type { Operation } from "../operation.ts";
import { acceptGenesysEvents } from "./accept-genesys-events.ts";
import { closeActiveIssue } from "./close-active-issue.ts";
import { deleteDeadLetter } from "./delete-dead-letter.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { listInteractions } from "./list-interactions.ts";
import { lookup } from "./lookup.ts";
import { patchCollectedData } from "./patch-collected-data.ts";
import { readCacheKey } from "./read-cache-key.ts";
import { readCustomer } from "./read-customer.ts";
import { recordInteraction } from "./record-interaction.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";
import { stateActiveIssue } from "./state-active-issue.ts";

/** Every operation under `/v1`: what is served, and what the OpenAPI document describes. */
export const operations: readonly Operation[] = [
  lookup,
  readCustomer,
  listInteractions,
  patchCollectedData,
  stateActiveIssue,
  closeActiveIssue,
  recordInteraction,
  acceptGenesysEvents,
  readCacheKey,
  listDeadLetters,
  replayDeadLetter,
  deleteDeadLetter,
];
