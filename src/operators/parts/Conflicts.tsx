import type { OperationsOverview } from "../../contract/operations-overview.ts";
import { formatCount, nameOf } from "../format.ts";

/** What did not agree. */
export function Conflicts({ conflicts }: { readonly conflicts: OperationsOverview["conflicts"] }) {
  const { versions, ambiguousLookups, alreadyLinked, lookupIdentifiers } = conflicts;
  const rows = [
    ["Writes that met a newer record", versions],
    ["Lookups by what several people share", ambiguousLookups],
    ["Links to what belongs to someone else", alreadyLinked],
    ...Object.entries(lookupIdentifiers).map(
      ([type, count]) => [`${nameOf(type)} of a lookup pointing to someone else`, count] as const,
    ),
  ] as const;
  return (
    <section className="card half" aria-labelledby="conflicts">
      <h2 id="conflicts">Conflicts</h2>
      <dl className="counts">
        {rows.map(([name, count]) => (
          <div key={name} className="count">
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
