import type { Finding, Section } from "./finding.ts";

const signs = { holds: "✓", fails: "✗", unknown: "?" } as const;

/** The report as an admin reads it. */
export function inWords(sections: readonly Section[]): string {
  const parts = sections.map(({ title, findings }) => [title, ...findings.map(lines), ""].join("\n"));
  return `${parts.join("\n")}\n${sumOf(sections)}\n`;
}

function lines(finding: Finding): string {
  const first = `  ${signs[finding.status]} ${finding.what}`;
  return finding.status === "holds" ? first : `${first}\n    → ${finding.next}`;
}

function sumOf(sections: readonly Section[]): string {
  const count = (status: Finding["status"]): number =>
    sections.flatMap(({ findings }) => findings).filter((one) => one.status === status).length;
  const [failing, unseen] = [count("fails"), count("unknown")];
  const result = failing === 0 ? "Nothing that was looked at is wrong." : "Mend what is marked ✗, from the top.";
  return `${String(count("holds"))} hold, ${String(failing)} fail, ${String(unseen)} could not be looked at. ${result}`;
}

/** The same for programs. */
export function asJson(sections: readonly Section[]): string {
  return `${JSON.stringify({ ok: !hasFailed(sections), sections }, null, 2)}\n`;
}

export function hasFailed(sections: readonly Section[]): boolean {
  return sections.some(({ findings }) => findings.some(({ status }) => status === "fails"));
}
