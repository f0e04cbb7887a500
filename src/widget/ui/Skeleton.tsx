import "./Skeleton.css";

/** Stands where text will stand; `width` in percent. */
export function Skeleton({ width }: { readonly width: number }) {
  return <span className="skeleton" style={{ width: `${width}%` }} />;
}
