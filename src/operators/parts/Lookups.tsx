import { Counts } from "./Counts.tsx";

/** By what agents' customers were found. */
export function Lookups({ lookups }: { readonly lookups: Readonly<Record<string, number>> }) {
  return (
    <section className="card half" aria-labelledby="lookups">
      <h2 id="lookups">Found by</h2>
      <Counts counts={lookups} none="Nobody was looked up yet." />
    </section>
  );
}
