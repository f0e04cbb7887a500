import type { Toast } from "../host/use-widget-host.ts";

/** What widgets asked to be shown. The text is shown as text, whatever it looks like. */
export function Toasts({
  toasts,
  onClose,
}: {
  readonly toasts: readonly Toast[];
  readonly onClose: (id: string) => void;
}) {
  return (
    <section className="toasts" aria-label="Notifications" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast ${toast.type}`} role={toast.type === "error" ? "alert" : "status"}>
          <span className="grow">
            <b>{toast.title}</b>
            <span>{toast.message}</span>
          </span>
          {toast.closable ? (
            <button type="button" className="bare" onClick={() => onClose(toast.id)}>
              Close
            </button>
          ) : null}
        </div>
      ))}
    </section>
  );
}
