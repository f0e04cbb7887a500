import { createCircuit } from "../../../identity/circuit.ts";
import type { SummaryInsights } from "../copilot.ts";
import { askModel, type AskDeps, type ModelReply } from "./ask-model.ts";
import { readModelAnswer } from "./model-answer.ts";
import { promptOf, type Told } from "./prompt.ts";

export type { Told } from "./prompt.ts";

/** How one question ended; `resting` and `busy` were not asked. */
export type ModelOutcome = "summarised" | Exclude<ModelReply["kind"], "answered"> | "resting" | "busy";

/** Sums up what was said. It never rejects, and nobody waits for it longer than its time limit. */
export interface LanguageModel {
  /** Everything that decides the answer, as one text: the same text need not be asked about again. */
  questionOf(told: Told): string;
  /** Null when there is no summary to be had now. */
  summarise(told: Told): Promise<SummaryInsights | null>;
}

export interface LanguageModelDeps extends AskDeps {
  /** More at once are not asked, so that a slow model does not hold up conversations that can do without it. */
  readonly mostAtOnce: number;
  readonly count: (outcome: ModelOutcome) => void;
}

const failuresToOpen = 5;
const restMilliseconds = 60_000;

/** A model that fails five times on end is left alone for a minute, one that asks for a pause for as long as it asks. */
export function createLanguageModel(deps: LanguageModelDeps): LanguageModel {
  const { settings, now, mostAtOnce, count } = deps;
  const circuit = createCircuit({ failuresToOpen, restMilliseconds, now });
  let pausedUntil = 0;
  let asking = 0;

  function hindrance(): "resting" | "busy" | null {
    if (now() < pausedUntil) return "resting";
    if (asking >= mostAtOnce) return "busy";
    return circuit.mayPass() ? null : "resting";
  }

  return {
    questionOf(told) {
      const { instructions, data } = promptOf(told, settings);
      return JSON.stringify([settings.baseUrl, settings.model, instructions, data]);
    },
    async summarise(told) {
      const hindered = hindrance();
      if (hindered !== null) {
        count(hindered);
        return null;
      }
      asking += 1;
      const reply = await askModel(deps, told).finally(() => {
        asking -= 1;
      });
      const summary = reply.kind === "answered" ? readModelAnswer(reply.text, told) : null;
      count(outcomeOf(reply, summary));
      if (summary !== null) circuit.succeeded();
      else if (!deps.signal.aborted) circuit.failed();
      if (reply.kind === "limited") pausedUntil = now() + (reply.retryAfterMilliseconds ?? 0);
      return summary;
    },
  };
}

function outcomeOf(reply: ModelReply, summary: SummaryInsights | null): ModelOutcome {
  if (summary !== null) return "summarised";
  return reply.kind === "answered" ? "unreadable" : reply.kind;
}
