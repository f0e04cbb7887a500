import type { Operation } from "../operation.ts";
import { acceptGenesysEvents } from "./accept-genesys-events.ts";
import { closeActiveIssue } from "./close-active-issue.ts";
import { deleteDeadLetter } from "./delete-dead-letter.ts";
import { eraseByIdentifiers } from "./erase-by-identifiers.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { exportByIdentifiers } from "./export-by-identifiers.ts";
import { exportCustomer } from "./export-customer.ts";
import { followCustomer } from "./follow-customer.ts";
import { followCustomers } from "./follow-customers.ts";
import { linkIdentifier } from "./link-identifier.ts";
import { listAudit } from "./list-audit.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { listErasures } from "./list-erasures.ts";
import { listInteractions } from "./list-interactions.ts";
import { lookup } from "./lookup.ts";
import { mergeCustomers } from "./merge-customers.ts";
import { patchCollectedData } from "./patch-collected-data.ts";
import { putSession } from "./put-session.ts";
import { readCacheKey } from "./read-cache-key.ts";
import { readCustomer } from "./read-customer.ts";
import { readLatestSession } from "./read-latest-session.ts";
import { readOperations } from "./read-operations.ts";
import { recordInteraction } from "./record-interaction.ts";
import { recordMeasurement } from "./record-measurement.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";
import { resolveIdentity } from "./resolve-identity.ts";
import { stateActiveIssue } from "./state-active-issue.ts";
import { undoMerge } from "./undo-merge.ts";
import { unlinkIdentifier } from "./unlink-identifier.ts";

/** Every operation under `/v1`: what is served, and what the OpenAPI document describes. */
export const operations: readonly Operation[] = [
  lookup,
  readCustomer,
  listInteractions,
  patchCollectedData,
  stateActiveIssue,
  closeActiveIssue,
  linkIdentifier,
  unlinkIdentifier,
  mergeCustomers,
  undoMerge,
  followCustomer,
  followCustomers,
  recordInteraction,
  readLatestSession,
  putSession,
  resolveIdentity,
  exportCustomer,
  exportByIdentifiers,
  eraseCustomer,
  eraseByIdentifiers,
  listAudit,
  acceptGenesysEvents,
  readCacheKey,
  listDeadLetters,
  replayDeadLetter,
  deleteDeadLetter,
  readOperations,
  recordMeasurement,
  listErasures,
];
