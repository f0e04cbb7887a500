import type { ChangeRow } from "./change-row.ts";
import type { JourneyRow } from "./row.ts";

/** The part of a row by which old ones are found. */
export type RowHead = Pick<JourneyRow, "id" | "owner" | "usedAt" | "expiresAt">;

/** The rows on this device. Every call may reject with what the browser throws, or never settle. */
export interface Rows {
  /** As it is stored: whoever reads it parses it. */
  byReference(reference: string): Promise<unknown>;
  /** Stores the row; its references lead to it alone from now on, those the row had before stay its own. */
  put(row: JourneyRow): Promise<void>;
  heads(): Promise<readonly RowHead[]>;
  remove(ids: readonly string[]): Promise<void>;
  /** What agents did and the service has not acknowledged, as it is stored. */
  changes(): Promise<readonly unknown[]>;
  putChange(row: ChangeRow): Promise<void>;
  removeChanges(ids: readonly string[]): Promise<void>;
  /** Journeys and changes. */
  clear(): Promise<void>;
  close(): void;
}
