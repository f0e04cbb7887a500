/** Why Genesys Cloud gave nothing. `reason` is one sentence without personal data. */
export type PlatformFailure =
  /** 404: not there, or not there yet. */
  | { readonly kind: "missing"; readonly reason: string }
  /** This client may not read it, or asked wrongly: asking again changes nothing until somebody acts. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Out of reach, failing or over its limits. */
  | { readonly kind: "unavailable"; readonly reason: string; readonly retryAfterMilliseconds: number | null }
  /** An answer that is not what it should be. */
  | { readonly kind: "unreadable"; readonly reason: string }
  /** Not asked at all: the budget of calls is used up, or Genesys Cloud asked for a pause, until then (milliseconds since the epoch). */
  | { readonly kind: "held_back"; readonly until: number; readonly reason: string }
  /** The work was called off. */
  | { readonly kind: "stopped"; readonly reason: string };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: PlatformFailure };

export function failed(failure: PlatformFailure): { readonly ok: false; readonly failure: PlatformFailure } {
  return { ok: false, failure };
}

/** Carries a failure through the SDK, which only knows rejections; it holds no request, so no token. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  readonly failure: PlatformFailure;

  constructor(failure: PlatformFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}
