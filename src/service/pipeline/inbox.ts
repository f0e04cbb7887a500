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
}
