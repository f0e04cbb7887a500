import type { DeadLetter, PipelineState } from "../../control/pipeline-state.ts";
import type { Snapshot } from "../../control/snapshot.ts";
import { command } from "../desk-client.ts";
import { usePipeline } from "../use-pipeline.ts";
import { duration } from "../words.ts";
import { DeadLetters } from "./DeadLetters.tsx";
import "./pipeline.css";

const details = "GET /api/v2/analytics/conversations/{id}/details";

/** How the tries ended, in the order in which they are told; what did not happen is left out. */
const outcomes: Readonly<Record<string, string>> = {
  recorded: "recorded",
  unchanged: "unchanged",
  anonymous: "anonymous",
  no_customer: "without a customer",
  erased: "of an erased customer",
  postponed: "waited for the budget",
  failed: "failed, tried again",
  dead: "given up",
  lost: "taken over",
};

/** What becomes of ended interactions: events, jobs, records and dead letters of the running service, live. */
export function Pipeline({
  snapshot,
  now,
  onNotice,
}: {
  readonly snapshot: Snapshot;
  readonly now: number;
  readonly onNotice: (notice: string | null) => void;
}) {
  const { state, refresh } = usePipeline();
  const { feed, faults, interactions } = snapshot;
  const isBroken = faults.some(({ route, body }) => route === details && body === "not-json");
  const act = async (letter: DeadLetter, verb: "replay" | "delete"): Promise<void> => {
    onNotice(await command(`dead-letters/${encodeURIComponent(letter.id)}/${verb}`));
    await refresh();
  };
  const breakOrMend = (): void => {
    void command(isBroken ? "faults/clear" : "faults", isBroken ? {} : { route: details, body: "not-json" });
  };
  const counts = state?.counts ?? null;
  const tries = Object.entries(outcomes).flatMap(([name, words]) => {
    const times = counts?.tries[name] ?? 0;
    return times > 0 ? [{ name, words, times }] : [];
  });

  return (
    <section className="drawer pipeline" aria-label="Pipeline">
      <div className="drawer-head">
        <h2>Pipeline</h2>
        <span className={counts === null ? "state" : "state connected"}>
          {state === null ? "asking…" : counts === null ? "no answer" : "live"}
        </span>
      </div>
      <p className="sub">From an interaction’s end to the customer’s record, since the service started.</p>
      <ol className="flow">
        <Step
          name="Event feed"
          count={feed.delivered}
          says={feed.pending > 0 ? `delivered, ${String(feed.pending)} waiting here` : "delivered by the desk"}
          tone={feed.trouble === null ? "plain" : "warn"}
        />
        <Step
          name="Inbox"
          count={counts?.accepted}
          says={counts && `events kept, ${counts.ignored.toLocaleString("en")} of no use`}
        />
        <Step
          name="Jobs"
          count={counts?.waiting}
          says={counts && overdue(counts)}
          tone={(counts?.overdueSeconds ?? 0) > 10 ? "warn" : "plain"}
        />
        <Step name="Records" count={counts && (counts.tries["recorded"] ?? 0)} says={counts && "written"} tone="ok" />
        <Step
          name="Dead letters"
          count={counts?.dead}
          says={counts && (counts.dead > 0 ? "given up" : "none given up")}
          tone={counts && counts.dead > 0 ? "bad" : "plain"}
        />
      </ol>
      <h3>How tries ended</h3>
      {counts && tries.length === 0 ? <p className="sub">None yet. End an interaction, and wrap it up.</p> : null}
      {counts ? null : <p className="sub">Not known.</p>}
      <ul className="tries">
        {tries.map(({ name, words, times }) => (
          <li key={name} className={name}>
            <b>{times.toLocaleString("en")}</b> {words}
          </li>
        ))}
      </ul>
      <h3>Dead letters</h3>
      <label className="toggle">
        <input type="checkbox" role="switch" aria-checked={isBroken} checked={isBroken} onChange={breakOrMend} />
        <span>Analytics answers nonsense</span>
      </label>
      <p className="sub">
        {isBroken
          ? "What ends now cannot be read: it is a dead letter after three tries."
          : "Switch it on and end an interaction: a dead letter is seconds away."}
      </p>
      <DeadLetters
        letters={state?.deadLetters ?? null}
        nameOf={(id) => interactions.find((interaction) => interaction.id === id)?.name ?? null}
        now={now}
        onReplay={(letter) => void act(letter, "replay")}
        onDelete={(letter) => void act(letter, "delete")}
      />
    </section>
  );
}

function Step({
  name,
  count,
  says,
  tone = "plain",
}: {
  readonly name: string;
  readonly count: number | null | undefined;
  /** Null while nothing is known. */
  readonly says: string | null;
  readonly tone?: "plain" | "ok" | "warn" | "bad";
}) {
  return (
    <li className={`step ${tone}`}>
      <span className="step-name">{name}</span>
      <b className="step-count">{count?.toLocaleString("en") ?? "–"}</b>
      <span className="sub">{says ?? "not known"}</span>
    </li>
  );
}

function overdue({ overdueSeconds }: NonNullable<PipelineState["counts"]>): string {
  return overdueSeconds >= 1
    ? `the longest due for ${duration(overdueSeconds * 1000)}`
    : "due later, or looked at again";
}
