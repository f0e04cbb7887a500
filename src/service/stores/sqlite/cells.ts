/** The columns of one row in their order, each checked for its type when it is read: far cheaper than a schema where thousands of rows a second are read. */
export interface Cells {
  text(column: number): string;
  textOrNull(column: number): string | null;
  integer(column: number): number;
  numberOrNull(column: number): number | null;
  bytes(column: number): Uint8Array;
}

export function cellsOf(row: unknown): Cells {
  const cells: readonly unknown[] = Array.isArray(row) ? row : refuse(0);
  return {
    text(column) {
      const cell = cells[column];
      return typeof cell === "string" ? cell : refuse(column);
    },
    textOrNull(column) {
      const cell = cells[column];
      return cell === null || typeof cell === "string" ? cell : refuse(column);
    },
    integer(column) {
      const cell = cells[column];
      return typeof cell === "number" && Number.isInteger(cell) ? cell : refuse(column);
    },
    numberOrNull(column) {
      const cell = cells[column];
      return cell === null || typeof cell === "number" ? cell : refuse(column);
    },
    bytes(column) {
      const cell = cells[column];
      return cell instanceof Uint8Array ? cell : refuse(column);
    },
  };
}

function refuse(column: number): never {
  throw new Error(
    `Column ${column} of a row of the store's file holds what this version never writes; restore a backup.`,
  );
}
