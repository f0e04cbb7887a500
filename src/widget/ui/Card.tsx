import { type ReactNode, useId } from "react";
import "./Card.css";

interface CardProps {
  readonly title: string;
  /** Stands at the end of the title's line. */
  readonly aside?: ReactNode;
  readonly tone?: "plain" | "open";
  readonly children?: ReactNode;
}

/** One part of the panel under a heading of its own. */
export function Card({ title, aside, tone = "plain", children }: CardProps) {
  const heading = useId();
  return (
    <section className={tone === "open" ? "card card-open" : "card"} aria-labelledby={heading}>
      <div className="row">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
