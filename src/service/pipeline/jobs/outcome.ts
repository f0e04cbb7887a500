/** How one try of a job ended. */
export type Outcome =
  | {
      readonly kind: "done";
      /** `unchanged`: what was gathered is what was recorded before. `no_customer`: nobody outside the organisation took part. */
      readonly result: "recorded" | "unchanged" | "anonymous" | "no_customer" | "erased";
      readonly digest: string;
    }
  | {
      readonly kind: "failed";
      /** One sentence without personal data. */
      readonly reason: string;
      /** The data is there and cannot be read: asking often changes nothing. */
      readonly unreadable: boolean;
      readonly retryAfterMilliseconds: number | null;
    }
  /** Not tried; may be from then on (milliseconds since the epoch). */
  | { readonly kind: "postponed"; readonly until: number; readonly reason: string };
