import * as z from "zod/mini";
import { type KeptChange, keptChange } from "../journey/changes.ts";
import { journeyRow, schemaVersion } from "./row.ts";
import type { RowCipher } from "./row-cipher.ts";

/** What an agent did and the service has not acknowledged, at rest: like a journey, but nothing leads to it. */
export const changeRow = z.omit(journeyRow, { references: true, usedAt: true });
export type ChangeRow = z.infer<typeof changeRow>;

export function nameOfChange(id: string, cipher: RowCipher): Promise<string> {
  return cipher.nameFor("row", JSON.stringify(["change", id]));
}

export async function sealChange(made: KeptChange, cipher: RowCipher, expiresAt: number): Promise<ChangeRow> {
  const id = await nameOfChange(made.id, cipher);
  return { id, schemaVersion, owner: cipher.owner, expiresAt, ...(await cipher.seal(id, JSON.stringify(made))) };
}

/** The changes that can be read, oldest first, and the rows that never will be. */
export async function openChanges(
  stored: readonly unknown[],
  cipher: RowCipher,
  now: number,
): Promise<{ readonly changes: readonly KeptChange[]; readonly lost: readonly string[] }> {
  const changes: KeptChange[] = [];
  const lost: string[] = [];
  for (const one of stored) {
    const row = changeRow.safeParse(one).data;
    const isMine = row !== undefined && row.owner === cipher.owner && row.expiresAt > now;
    const text = isMine ? await cipher.open(row) : null;
    const read = text === null ? undefined : keptChange.safeParse(JSON.parse(text)).data;
    if (read) changes.push(read);
    else lost.push(idOf(one));
  }
  return { changes: changes.toSorted((one, other) => (one.at < other.at ? -1 : 1)), lost };
}

function idOf(stored: unknown): string {
  return z.object({ id: z.string() }).safeParse(stored).data?.id ?? "";
}
