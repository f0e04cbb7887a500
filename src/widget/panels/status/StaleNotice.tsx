import type { Freshness } from "../../journey/situation.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Notice } from "../../ui/Notice.tsx";

interface StaleNoticeProps {
  readonly freshness: Freshness;
  readonly now: number;
  readonly onRetry: () => void;
  readonly onSignIn: () => void;
}

/** Says that what stands below is the last known record, and from when. */
export function StaleNotice({ freshness, now, onRetry, onSignIn }: StaleNoticeProps) {
  const locale = useLocale();
  if (freshness.kind !== "stale") return null;
  const signedOut = freshness.because === "signed-out";
  return (
    <Notice action={{ label: locale.text(signedOut ? "signIn" : "retry"), run: signedOut ? onSignIn : onRetry }}>
      {locale.text(`stale.${freshness.because}`, { time: locale.asOf(freshness.at, now) })}
    </Notice>
  );
}
