/** One event of a conversation, by what tells it from another. Its body is not kept: an event only says that there is something to fetch. */
export interface InboxEvent {
  readonly conversationId: string;
  readonly topic: string;
  readonly sessionId: string;
  /** Milliseconds since the epoch, as all times of this store. */
  readonly eventTime: number;
  /** Whether it makes the conversation due; one that does not only hastens nothing and refines what was due before. */
  readonly triggers: boolean;
}

/** A job that one worker has for itself until the lease ends. */
export interface Lease {
  readonly organizationId: string;
  readonly conversationId: string;
  /** Of the last event. */
  readonly topic: string;
  readonly token: string;
  /** Grows with every new event. */
  readonly revision: number;
  /** Which try this is since the last event, success or replay, counted from 1; tries that a killed worker began are counted. */
  readonly attempt: number;
  /** How often it succeeded since the last event. */
  readonly passes: number;
  /** What the last success left. */
  readonly digest: string | null;
}

export interface LeaseRequest {
  readonly organizationIds: readonly string[];
  readonly now: number;
  readonly until: number;
  readonly limit: number;
  readonly token: string;
}

export type Verdict =
  | { readonly kind: "done"; readonly digest: string; readonly dueAt: number | null }
  | { readonly kind: "failed"; readonly reason: string; readonly dueAt: number }
  /** Given back untried: the try is not counted. */
  | { readonly kind: "postponed"; readonly dueAt: number }
  | { readonly kind: "dead"; readonly reason: string; readonly deadLetterId: string };

export interface StoredDeadLetter {
  readonly id: string;
  readonly conversationId: string;
  readonly topic: string;
  readonly reason: string;
  readonly attempts: number;
  readonly firstFailedAt: number;
  readonly lastFailedAt: number;
}

export interface InboxBacklog {
  /** Jobs that are due now or later. */
  readonly waiting: number;
  readonly dead: number;
  /** Since when the longest overdue job is due; null when none is. */
  readonly overdueSince: number | null;
}

/**
 * Durable events and jobs, one job a conversation of an organisation. Every write is on disk once it resolves.
 * Any of them may reject with StoreUnavailable; nothing of the write was kept then.
 */
export interface InboxStore {
  /** Keeps the events that are not known yet. The job of each such conversation is due at `dueAt` if any of its events ever triggered, and its tries begin anew. */
  addEvents(
    organizationId: string,
    events: readonly InboxEvent[],
    times: { readonly now: number; readonly dueAt: number },
  ): Promise<void>;
  /** Leases the jobs that are due, longest overdue first. A lease that ended is given to the next that asks. */
  leaseDue(request: LeaseRequest): Promise<readonly Lease[]>;
  /** Ends a lease. A job that later events refined meanwhile stays due whatever the verdict. False when the lease was lost: then nothing changed. */
  endLease(lease: Lease, verdict: Verdict, now: number): Promise<boolean>;
  /** When the next job can be leased; null when none waits. */
  nextDueAt(organizationIds: readonly string[]): Promise<number | null>;
  /** Latest failure first, then by id. */
  listDeadLetters(
    organizationId: string,
    limit: number,
    after: { readonly lastFailedAt: number; readonly id: string } | null,
  ): Promise<readonly StoredDeadLetter[]>;
  /** Makes a dead letter due again at `now`. False when there is none of that id. */
  replayDeadLetter(organizationId: string, id: string, now: number): Promise<boolean>;
  /** Removes a dead letter with its job and events. False when there is none of that id. */
  deleteDeadLetter(organizationId: string, id: string): Promise<boolean>;
  /** Removes the jobs of these conversations with their events, or only counts; answers how many waited or were dead. */
  removeJobs(organizationId: string, conversationIds: readonly string[], dryRun: boolean): Promise<number>;
  /** Removes what neither waits nor is dead and was last touched before that time; answers how many conversations. */
  purge(before: number): Promise<number>;
  backlog(organizationIds: readonly string[], now: number): Promise<InboxBacklog>;
}
