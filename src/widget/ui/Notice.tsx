import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import "./Notice.css";

/** A line over the whole panel that qualifies everything under it. */
export function Notice({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
}) {
  return (
    <output className="notice">
      <span className="wraps">{children}</span>
      {action ? <Button onClick={action.run}>{action.label}</Button> : null}
    </output>
  );
}
