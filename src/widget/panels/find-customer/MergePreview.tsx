import type { MergeAnswer } from "../../../contract/merge.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import type { Person } from "./use-finding.ts";

interface MergePreviewProps {
  readonly into: Person;
  readonly from: Person;
  readonly answer: MergeAnswer;
}

/** What a merge would move, in words, before anything moves. */
export function MergePreview({ into, from, answer: { moved, record } }: MergePreviewProps) {
  const { text, pieces, list } = useLocale();
  const what = list([
    text("merge.interactions", { count: moved.interactions }),
    text("merge.identifiers", { count: moved.identifiers }),
  ]);
  const contacts = text("identity.contacts", { count: record.interactionCount });
  return (
    <div className="find wraps">
      <p>{pieces("merge.moves", { from: named(from), into: named(into), what })}</p>
      <p className="sub">{pieces("merge.after", { into: named(into), contacts })}</p>
    </div>
  );
}

function named({ customerId, name }: Person) {
  return (
    <b key={customerId} className="strong">
      <Untrusted text={name} limit={120} />
    </b>
  );
}
