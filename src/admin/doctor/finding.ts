/** One line of the report. `next` says what to do; of what could not be looked at it says why, and how it could be. */
export type Finding =
  | { readonly status: "holds"; readonly what: string }
  | { readonly status: "fails" | "unknown"; readonly what: string; readonly next: string };

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export const holds = (what: string): Finding => ({ status: "holds", what });
export const fails = (what: string, next: string): Finding => ({ status: "fails", what, next });
export const unknown = (what: string, next: string): Finding => ({ status: "unknown", what, next });

/** A line that holds, or else fails with what to do. */
export function holdsIf(isRight: boolean, what: string, otherwise: string, next: string): Finding {
  return isRight ? holds(what) : fails(otherwise, next);
}
