import { type ReactNode, type SubmitEvent, useEffect, useId, useRef } from "react";

/** A modal form. Escape and "Cancel" leave it; the browser keeps the focus inside. */
export function Dialog({
  title,
  submit,
  wide = false,
  children,
  onSubmit,
  onCancel,
}: {
  readonly title: string;
  readonly submit: string | null;
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly onSubmit: (form: FormData) => void;
  readonly onCancel: () => void;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <dialog ref={element} className={wide ? "wide" : ""} aria-labelledby={heading} onClose={onCancel}>
      <form onSubmit={handleSubmit}>
        <h2 id={heading}>{title}</h2>
        {children}
        <div className="dialog-actions">
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
          {submit === null ? null : (
            <button type="submit" className="primary">
              {submit}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}

/** The text of one field of a form. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
