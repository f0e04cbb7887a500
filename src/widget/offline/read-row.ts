import { type RememberedJourney, rememberedJourney } from "./remembered.ts";
import { journeyRow } from "./row.ts";
import type { RowCipher } from "./row-cipher.ts";

/** What a stored row says; null when it is another owner's, has expired, is corrupt or of another schema. */
export async function readRow(stored: unknown, cipher: RowCipher, now: number): Promise<RememberedJourney | null> {
  const row = journeyRow.safeParse(stored);
  if (!row.success || row.data.owner !== cipher.owner || row.data.expiresAt <= now) return null;
  const text = await cipher.open(row.data);
  if (text === null) return null;
  try {
    return rememberedJourney.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
