import { keyedStorage } from "../keyed-storage.ts";
import { launchQuery } from "../launch-parameters.ts";
import { placeOf, readAnswer, type Answer } from "./answer.ts";
import { attemptLifetimeMilliseconds, namedAttempts, storedAttempts, type Attempt, type Attempts } from "./attempt.ts";

/** What this launch of the widget brings back from the login host. */
export type Returned =
  /** `isAbandoned`: the last sign-in of this very frame never came back, so the login host may refuse to be framed. */
  | { readonly kind: "nothing"; readonly isAbandoned: boolean }
  | { readonly kind: "answered"; readonly answer: Answer; readonly attempt: Attempt }
  /** It took more than ten minutes. */
  | { readonly kind: "expired" }
  /** Nobody here asked for it. */
  | { readonly kind: "forged" };

/** Where attempts of this frame are kept while the login host has it. */
export function attemptsOf(window: Window): Attempts {
  const storage = keyedStorage(window, "customer-journey ");
  // With storage, a name that looks like ours was written by somebody else.
  return storage === null ? namedAttempts(window) : storedAttempts(storage);
}

/**
 * Takes the login host's answer off the address before anything else sees it, and puts the launch parameters back.
 * The state is compared here: an answer that nobody asked for is only named, never used.
 */
export function takeReturned(window: Window, now: number): Returned {
  const attempts = attemptsOf(window);
  const { search, hash, pathname } = window.location;
  const answer = readAnswer({ search, hash });
  const attempt = answer?.state && placeOf(answer) === "frame" ? attempts.take(answer.state) : null;
  const launch = launchQuery(attempt?.launch ?? search);
  if (search + hash !== launch) window.history.replaceState(null, "", pathname + launch);
  if (answer === null) {
    const abandoned = attempts.pending(now).filter((pending) => pending.launch === launch);
    for (const one of abandoned) attempts.drop(one);
    return { kind: "nothing", isAbandoned: abandoned.length > 0 };
  }
  if (attempt === null) return { kind: "forged" };
  if (now - attempt.startedAt >= attemptLifetimeMilliseconds) return { kind: "expired" };
  return { kind: "answered", answer, attempt };
}
