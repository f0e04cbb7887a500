import { type ReactNode, useId, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";
import "./Menu.css";

/** A few actions that are seldom needed, behind one button; Escape or leaving it closes it. */
export function Menu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const toggle = useRef<HTMLButtonElement>(null);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only hears what bubbles from the button and the list
    <div
      className="menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        setOpen(false);
        toggle.current?.focus();
      }}
    >
      <button
        type="button"
        ref={toggle}
        className="button button-bare"
        aria-label={label}
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
      >
        <Icon name="dots" size={16} />
      </button>
      <div className="menu-list" id={list} hidden={!open}>
        {children}
      </div>
    </div>
  );
}
