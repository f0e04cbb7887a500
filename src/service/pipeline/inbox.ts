import type { PageQuery } from "../../contract/customer.ts";
import type { DeadLettersPage } from "../../contract/writes.ts";
import type { Organization } from "../config.ts";
import type { Outcome } from "../customers/customers.ts";

/** Where events wait until the pipeline has made a record of them. */
export interface Inbox {
  /**
   * Takes EventBridge envelopes as Genesys Cloud sends them; resolves once they are durable.
   * A malformed envelope or one of another organisation refuses the whole request; topics of no use are counted as ignored.
   */
  accept(
    organization: Organization,
    envelopes: readonly unknown[],
  ): Promise<Outcome<{ readonly accepted: number; readonly ignored: number }>>;
  /** What could not be finished, latest failure first. A cursor that this listing did not give out is refused. */
  listDeadLetters(organization: Organization, page: PageQuery): Promise<Outcome<DeadLettersPage>>;
  /** Tries a dead letter again at once, with all its tries; durable once it resolves. */
  replayDeadLetter(organization: Organization, deadLetterId: string): Promise<Outcome<null>>;
  deleteDeadLetter(organization: Organization, deadLetterId: string): Promise<Outcome<null>>;
  /** Forgets everything about these conversations, for an erasure; answers how many jobs waited or were dead. With `dryRun` it only counts. */
  removeJobs(organizationId: string, conversationIds: readonly string[], dryRun: boolean): Promise<number>;
}
