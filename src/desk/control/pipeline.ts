import { routes } from "../../contract/routes.ts";
import { deadLettersPage } from "../../contract/writes.ts";
import type { FeedTarget } from "../event-feed/feed.ts";
import type { PipelineState } from "./pipeline-state.ts";

/** The service's pipeline as an operator sees it: its metrics, and its dead letters under the event feed's key. */
export interface PipelineWindow {
  state(): Promise<PipelineState>;
  replay(deadLetterId: string): Promise<Acted>;
  remove(deadLetterId: string): Promise<Acted>;
}

export type Acted =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "unknown" | "not-now"; readonly detail: string };

const patienceMilliseconds = 4000;

export function createPipelineWindow(
  target: FeedTarget | null,
  fetch: (input: string, init: RequestInit) => Promise<Response>,
): PipelineWindow {
  const origin = target && new URL(target.url).origin;
  const ask = async (path: string, method = "GET"): Promise<Response | null> => {
    if (target === null) return null;
    const headers = { Authorization: `Bearer ${target.key}` };
    const signal = AbortSignal.timeout(patienceMilliseconds);
    return fetch(`${origin}${path}`, { method, headers, signal }).catch(() => null);
  };
  const act = async (path: string, method: string): Promise<Acted> => {
    const response = await ask(path, method);
    await response?.arrayBuffer();
    if (response?.ok) return { ok: true };
    return response?.status === 404
      ? { ok: false, reason: "unknown", detail: "This dead letter is gone; it was replayed or deleted." }
      : { ok: false, reason: "not-now", detail: "The service does not answer; is it running?" };
  };
  return {
    async state() {
      const [metrics, letters] = await Promise.all([ask("/metrics"), ask(`${routes.deadLetters()}?limit=25`)]);
      const text = metrics?.ok ? await metrics.text() : null;
      const page = letters?.ok ? deadLettersPage.safeParse(await letters.json().catch(() => null)) : null;
      return {
        counts: text === null ? null : countsIn(text),
        deadLetters: page?.success ? { items: page.data.items, more: page.data.nextCursor !== null } : null,
      };
    },
    replay: (id) => act(routes.replayDeadLetter(id), "POST"),
    remove: (id) => act(routes.deadLetter(id), "DELETE"),
  };
}

/** Of Prometheus text what is about the pipeline. */
function countsIn(text: string): NonNullable<PipelineState["counts"]> {
  const samples = [...text.matchAll(/^uic_pipeline_(\w+)(?:\{(?:kind|outcome)="(\w+)"\})? (\S+)$/gmu)].map(
    ([, name = "", label = "", value = ""]) => ({
      name,
      label,
      value: Number.isFinite(Number(value)) ? Number(value) : 0,
    }),
  );
  const of = (name: string, label = ""): number =>
    samples.find((sample) => sample.name === name && sample.label === label)?.value ?? 0;
  return {
    accepted: of("events_total", "accepted"),
    ignored: of("events_total", "ignored"),
    tries: Object.fromEntries(
      samples.filter(({ name }) => name === "tries_total").map(({ label, value }) => [label, value]),
    ),
    waiting: of("waiting"),
    overdueSeconds: of("overdue_seconds"),
    dead: of("dead_letters"),
  };
}
