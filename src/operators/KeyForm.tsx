import { type SubmitEvent, useId, useState } from "react";

interface KeyFormProps {
  /** The key before was not accepted. */
  readonly isRefused: boolean;
  readonly onKey: (key: string) => void;
}

/** Asks for the service key. */
export function KeyForm({ isRefused, onKey }: KeyFormProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") onKey(typed.trim());
  };
  return (
    <main className="entrance">
      <form className="card entrance-card" onSubmit={submit} autoComplete="off">
        <h1>Customer Journey operations</h1>
        <p className="sub">
          Health, events, waiting times and conflicts need a service key with the scope <code>events:write</code>;
          erasure receipts need <code>privacy</code>.
        </p>
        {isRefused && (
          <p className="notice" role="alert">
            The service does not know this key. Check it against <code>serviceKeys</code> of uic.config.json.
          </p>
        )}
        <label htmlFor={id}>Service key</label>
        <input
          id={id}
          type="password"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          required
          aria-describedby={`${id}-kept`}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button className="button button-primary" type="submit">
          Show operations
        </button>
        <p className="sub" id={`${id}-kept`}>
          It stays in this tab until you close it or forget it.
        </p>
      </form>
    </main>
  );
}
