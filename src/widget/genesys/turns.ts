import * as z from "zod/mini";
import type { Clock } from "./clock.ts";
import type { Disposer } from "./genesys.ts";

export interface Turns {
  /**
   * Runs `work` once no other of the agent's widgets runs work of that name, and resolves when it has ended.
   * Aborting gives up the wait; work that has begun hears it by the same signal.
   */
  hold(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void>;
}

interface Dependencies {
  readonly locks: Pick<LockManager, "request"> | null;
  readonly tell: (topic: string, message: unknown) => void;
  readonly hear: (topic: string, listener: (message: unknown) => void) => Disposer;
  /** Whether there is a channel at all. */
  readonly isHeard: boolean;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly scope: string;
}

/** By the browser's locks; where it denies them, by asking around; where it denies that too, everyone at once. */
export function createTurns(dependencies: Dependencies): Turns {
  const { locks, scope, isHeard } = dependencies;
  const ask = createAskedTurns(dependencies);
  return {
    async hold(name, signal, work) {
      if (signal.aborted) return;
      if (locks !== null) {
        let hasBegun = false;
        try {
          await locks.request(`${scope} ${name}`, { signal }, async () => {
            hasBegun = true;
            await work();
          });
          return;
        } catch (failure) {
          if (hasBegun) throw failure;
          if (signal.aborted) return;
          // A frame without storage has the API and is refused its use.
        }
      }
      await (isHeard ? ask.hold(name, signal, work) : work());
    },
  };
}

/** How long the others have to object, and how often one who waits asks again: a frame may go without a word. */
const objectionMilliseconds = 150;
const patienceMilliseconds = 3000;

const said = z.object({
  kind: z.enum(["claim", "held", "released"]),
  name: z.string(),
  from: z.string(),
  /** Whom an objection is for; null for everyone. */
  to: z.nullable(z.string()),
});
type Said = z.infer<typeof said>;

function createAskedTurns({ tell, hear, clock, newId }: Dependencies): Turns {
  return {
    async hold(name, signal, work) {
      const from = newId();
      let isHolding = false;
      const say = (kind: Said["kind"], to: string | null = null): void => {
        tell("turn", { kind, name, from, to } satisfies Said);
      };
      let onAnswer: ((kind: "objection" | "released") => void) | undefined;
      const dispose = hear("turn", (message) => {
        const heard = said.safeParse(message);
        if (!heard.success || heard.data.name !== name) return;
        const { kind, from: other, to } = heard.data;
        if (kind === "claim") {
          // Of two who ask at once, the smaller id goes first.
          if (isHolding || (onAnswer !== undefined && from < other)) say("held", other);
        } else if (to === null || to === from) {
          onAnswer?.(kind === "held" ? "objection" : "released");
        }
      });
      const waitFor = (kind: "objection" | "released", milliseconds: number): Promise<boolean> =>
        new Promise((resolve) => {
          const settle = (heard: boolean): void => {
            onAnswer = undefined;
            forget();
            signal.removeEventListener("abort", aborted);
            resolve(heard);
          };
          const aborted = (): void => {
            settle(false);
          };
          const forget = clock.after(milliseconds, aborted);
          signal.addEventListener("abort", aborted);
          onAnswer = (answer) => {
            if (answer === kind) settle(true);
          };
        });
      try {
        while (!signal.aborted) {
          const objected = waitFor("objection", objectionMilliseconds);
          say("claim");
          if (!(await objected)) {
            if (signal.aborted) return;
            isHolding = true;
            // For whoever has asked meanwhile and got no objection yet.
            say("held");
            await work();
            return;
          }
          await waitFor("released", patienceMilliseconds);
        }
      } finally {
        dispose();
        if (isHolding) say("released");
      }
    },
  };
}
