/** One line of the table; what was not measured or has no number to reach is left out. */
export interface Row {
  readonly what: string;
  readonly perSecond?: number;
  readonly median?: number;
  readonly p99?: number;
  readonly ratio?: number;
  /** The number to reach, in words, and whether it was reached. */
  readonly reach?: { readonly words: string; readonly holds: boolean };
}

/** The lines as a Markdown table. */
export function toTable(rows: readonly Row[]): string {
  const cells = [
    ["what", "per second", "median ms", "p99 ms", "ratio", "to reach", ""],
    ...rows.map(({ what, perSecond, median, p99, ratio, reach }) => [
      what,
      perSecond === undefined ? "" : Math.round(perSecond).toLocaleString("en"),
      shown(median),
      shown(p99),
      shown(ratio),
      reach?.words ?? "",
      reach ? (reach.holds ? "holds" : "misses") : "",
    ]),
  ];
  return toMarkdown(cells);
}

/** The first line is the head. */
export function toMarkdown(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const [head = "", ...lines] = cells.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...lines].join("\n");
}

function shown(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(2);
}
