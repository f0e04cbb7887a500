import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";
import "./Blank.css";

interface BlankProps {
  readonly icon: IconName;
  readonly title: string;
  /** The panel's own title, or one under the name of a customer. */
  readonly level: 1 | 2;
  readonly children: ReactNode;
}

/** A card that says why there is nothing else to see. */
export function Blank({ icon, title, level, children }: BlankProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="card blank">
      <span className="blank-ring">
        <Icon name={icon} size={30} />
      </span>
      <Heading>{title}</Heading>
      {children}
    </section>
  );
}
