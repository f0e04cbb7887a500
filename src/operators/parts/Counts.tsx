import { formatCount, nameOf } from "../format.ts";

interface CountsProps {
  readonly counts: Readonly<Record<string, number>>;
  /** Said when nothing was counted. */
  readonly none: string;
}

/** Numbers by name, the largest first, each with a bar. */
export function Counts({ counts, none }: CountsProps) {
  const rows = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  const largest = rows[0]?.[1] ?? 0;
  if (largest === 0) return <p className="sub">{none}</p>;
  return (
    <dl className="counts">
      {rows.map(([label, count]) => (
        <div key={label} className="count">
          <dt>{nameOf(label)}</dt>
          <dd>{formatCount(count)}</dd>
          <div className="bar" style={{ inlineSize: `${String((count / largest) * 100)}%` }} aria-hidden="true" />
        </div>
      ))}
    </dl>
  );
}
