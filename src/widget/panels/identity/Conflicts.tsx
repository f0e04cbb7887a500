import { Icon } from "../../ui/Icon.tsx";

/** What contradicts the match, openly. */
export function Conflicts({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <p className="identity-conflict">
      <Icon name="people" />
      <span className="wraps">{sentences.join(" ")}</span>
    </p>
  );
}
