import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { InboxBacklog } from "../stores/inbox-store.ts";
import type { ModelOutcome } from "./insights/language-model/language-model.ts";

/** What the pipeline counts. Labels are fixed words, never data. */
export interface PipelineMetrics {
  countEvents(kind: "accepted" | "ignored", events: number): void;
  /** Events of use were accepted at this time, milliseconds since the epoch. */
  noteArrival(at: number): void;
  /** How long after its end a conversation was recorded for the first time. */
  observeLag(seconds: number): void;
  /** How one try ended: recorded, unchanged, anonymous, no_customer, erased, failed, postponed, dead or lost. */
  countOutcome(outcome: string): void;
  /** How one question to a language model ended. */
  countModelQuestion(outcome: ModelOutcome): void;
  /** Asked at every scrape. */
  watchBacklog(read: () => Promise<InboxBacklog>, now: () => number): void;
}

export function createPipelineMetrics(registry: Registry): PipelineMetrics {
  const registers = [registry];
  const events = new Counter({
    name: "uic_pipeline_events_total",
    help: "Events of Genesys Cloud that were accepted, or ignored because their topic is of no use.",
    labelNames: ["kind"],
    registers,
  });
  const tries = new Counter({
    name: "uic_pipeline_tries_total",
    help: "Tries to make a record of an ended conversation, by how they ended.",
    labelNames: ["outcome"],
    registers,
  });
  const modelQuestions = new Counter({
    name: "uic_pipeline_model_questions_total",
    help: "Questions to the organisations' language models, by how they ended; resting and busy were not asked.",
    labelNames: ["outcome"],
    registers,
  });
  const arrivals = new Gauge({
    name: "uic_pipeline_last_event_timestamp_seconds",
    help: "When events of use were last accepted, in seconds since 1970; 0 when none were since the start.",
    registers,
  });
  const lags = new Histogram({
    name: "uic_pipeline_lag_seconds",
    help: "Time from the end of the customer's part of a conversation to its first record.",
    buckets: [1, 5, 15, 30, 60, 90, 120, 180, 300, 600, 1800, 3600, 10_800, 43_200, 86_400],
    registers,
  });
  return {
    noteArrival: (at) => arrivals.set(at / 1000),
    observeLag: (seconds) => lags.observe(seconds),
    countEvents: (kind, count) => events.inc({ kind }, count),
    countOutcome: (outcome) => tries.inc({ outcome }),
    countModelQuestion: (outcome) => modelQuestions.inc({ outcome }),
    watchBacklog(read, now) {
      const gauge = (name: string, help: string, of: (backlog: InboxBacklog) => number) =>
        new Gauge({
          name,
          help,
          registers,
          async collect() {
            // A store that is out of reach is for readiness to say; the other metrics stay readable.
            this.set(await read().then(of, () => Number.NaN));
          },
        });
      gauge("uic_pipeline_waiting", "Conversations that wait to be recorded or refreshed.", ({ waiting }) => waiting);
      gauge("uic_pipeline_dead_letters", "Conversations that could not be finished.", ({ dead }) => dead);
      gauge("uic_pipeline_overdue_seconds", "How long the longest overdue conversation is due.", ({ overdueSince }) =>
        overdueSince === null ? 0 : Math.max(0, (now() - overdueSince) / 1000),
      );
    },
  };
}
