import { Counter, Histogram, Registry } from "prom-client";
import type { Measurement } from "./measured.ts";

/** What one answered request is counted under. `route` is the path template, never the path. */
interface ServedRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Metrics {
  countRequest(request: ServedRequest): void;
  /** Counts one lookup by the identifier type that matched, or by why none did. */
  countLookup(outcome: string): void;
  /** Counts an identifier of a lookup that pointed to someone else, by its type. */
  countConflict(identifierType: string): void;
  /** Counts one question to the organisation's identity resolver, by how it ended. */
  countIdentityQuestion(outcome: string): void;
  /** Observes one verb of the store, `engine` being the one that was chosen. */
  observeStore(engine: string, measurement: Measurement): void;
  /** Other rooms register their gauges and counters here. */
  readonly registry: Registry;
  /** The Prometheus text of everything registered. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const requests = new Counter({
    name: "uic_http_requests_total",
    help: "Requests answered, by route template, method and status.",
    labelNames: ["route", "method", "status"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: "uic_http_request_duration_seconds",
    help: "Time until the answer was ready to send, by route template and method.",
    labelNames: ["route", "method"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const lookups = new Counter({
    name: "uic_lookups_total",
    help: "Lookups, by the type of the identifier that matched, or first_contact or ambiguous.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const conflicts = new Counter({
    name: "uic_lookup_conflicts_total",
    help: "Identifiers of lookups that pointed to someone other than the customer found, by type.",
    labelNames: ["type"],
    registers: [registry],
  });
  const identityQuestions = new Counter({
    name: "uic_identity_questions_total",
    help: "Questions to the organisations' identity resolvers that the cache did not answer, by how they ended.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const storeDurations = new Histogram({
    name: "uic_store_duration_seconds",
    help: "Time until the store answered or failed, by engine and verb.",
    labelNames: ["engine", "verb"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const storeFailures = new Counter({
    name: "uic_store_failures_total",
    help: "Times that the store could not answer, by engine and verb.",
    labelNames: ["engine", "verb"],
    registers: [registry],
  });
  return {
    registry,
    countRequest({ route, method, status, seconds }) {
      requests.inc({ route, method, status: String(status) });
      durations.observe({ route, method }, seconds);
    },
    countLookup(outcome) {
      lookups.inc({ outcome });
    },
    countConflict(type) {
      conflicts.inc({ type });
    },
    countIdentityQuestion(outcome) {
      identityQuestions.inc({ outcome });
    },
    observeStore(engine, { verb, seconds, failed }) {
      storeDurations.observe({ engine, verb }, seconds);
      if (failed) storeFailures.inc({ engine, verb });
    },
    text: () => registry.metrics(),
  };
}
