import type { ReactNode } from "react";
import "./Tag.css";

export type TagTone = "open" | "good" | "bad" | "escalated" | "mute" | "link";

export function Tag({
  tone,
  title,
  children,
}: {
  readonly tone: TagTone;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span className={`tag tag-${tone}`} title={title}>
      {children}
    </span>
  );
}
