import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import "./Dialog.css";

interface DialogProps {
  readonly title: string;
  /** What it is about now. A search begins with the focus in its field, any other step on the title. */
  readonly step: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Over the panel, which waits: the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export function Dialog({ title, step, onClose, children }: DialogProps) {
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onClose={() => {
        // Opened again meanwhile, it is not closed.
        if (dialog.current?.open === false) onClose();
      }}
    >
      <h2 key={step} id={heading} {...(step !== "search" && { tabIndex: -1, ref: focus })}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

function focus(heading: HTMLHeadingElement | null): void {
  heading?.focus();
}
