import { type CSSProperties, useId } from "react";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { formatMood, formatPoint } from "./format-mood.ts";
import type { Mood } from "./select-mood.ts";
import "./Sentiment.css";

interface SentimentProps {
  readonly mood: Mood | null;
  readonly now: number;
  /** Leads to the interaction of a point. */
  readonly onPoint: (conversationId: string) => void;
}

const step = 24;
const height = 32;
const inset = 5;

/** The trend across interactions, in words and as a small plot whose points lead to their interactions. */
export function Sentiment({ mood, now, onPoint }: SentimentProps) {
  const locale = useLocale();
  const heading = useId();
  if (mood === null) return null;
  const top = (value: number) => inset + (1 - value) * (height - 2 * inset);
  const width = mood.points.length * step;
  const line = mood.points.map((point, place) => `${place * step + step / 2} ${top(point.height)}`).join("L");
  return (
    <section className="card mood" aria-labelledby={heading}>
      <div className="mood-words">
        <h2 id={heading}>{locale.text("mood.label")}</h2>
        <p className="sub">{formatMood(mood, locale)}</p>
      </div>
      <div className="mood-plot" style={{ width }}>
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path className="mood-middle" d={`M${step / 2} ${height / 2}H${width - step / 2}`} />
          <path className="mood-line" d={`M${line}`} />
        </svg>
        <ol>
          {mood.points.map((point) => {
            const label = formatPoint(point, now, locale);
            const style: CSSProperties & Record<"--top", string> = { "--top": `${top(point.height)}px` };
            return (
              <li key={point.conversationId}>
                <button
                  type="button"
                  className={`mood-point mood-point-${point.sentiment}`}
                  style={style}
                  aria-label={label}
                  title={label}
                  onClick={() => onPoint(point.conversationId)}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}
