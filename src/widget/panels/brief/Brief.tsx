import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import { formatCaution, type Piece } from "./format-brief.ts";
import type { Brief as BriefContent } from "./select-brief.ts";
import "./Brief.css";

interface BriefProps {
  readonly pieces: readonly Piece[];
  readonly caution: BriefContent["caution"];
}

/** One sentence to read before the first hello, and at most one caution. */
export function Brief({ pieces, caution }: BriefProps) {
  const locale = useLocale();
  if (pieces.length === 0 && caution === null) return null;
  return (
    <div className="brief">
      <Clamp lines={2}>
        <p>
          {pieces.map((piece, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- pieces have no identity but their place in the sentence
            <SentencePiece key={place} piece={piece} />
          ))}
        </p>
      </Clamp>
      {caution === null ? null : (
        <p className="brief-caution">
          <Icon name={icons[caution.kind]} />
          <span className="wraps">{formatCaution(caution, locale)}</span>
        </p>
      )}
    </div>
  );
}

const icons = {
  shared: "people",
  elsewhere: "colleagues",
  "mood-falling": "warning",
} as const satisfies Record<NonNullable<BriefContent["caution"]>["kind"], IconName>;

function SentencePiece({ piece: { text, strong, untrusted } }: { readonly piece: Piece }) {
  const content = untrusted ? <Untrusted text={text} limit={120} /> : text;
  return strong ? <b className="strong">{content}</b> : content;
}
