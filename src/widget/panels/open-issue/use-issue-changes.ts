import { useCallback, useEffect, useRef, useState } from "react";

/** How long "Undo" stands before the issue is closed for everyone, in milliseconds. */
export const undoWindow = 6000;

export type IssueChange =
  | { readonly kind: "none" }
  /** Shown as resolved already; it is sent when the time to undo is over. */
  | { readonly kind: "resolving"; readonly issue: string }
  | { readonly kind: "resolved"; readonly issue: string }
  | { readonly kind: "restating" }
  | { readonly kind: "saving"; readonly issue: string }
  | { readonly kind: "not-saved" };

export interface IssueChanges {
  readonly change: IssueChange;
  readonly resolve: (issue: string) => void;
  readonly undo: () => void;
  /** Opens or leaves the field for the agent's own words. */
  readonly edit: () => void;
  readonly leave: () => void;
  readonly restate: (issue: string) => Promise<void>;
}

interface IssueWrites {
  readonly closeIssue: () => Promise<boolean>;
  readonly restateIssue: (issue: string) => Promise<boolean>;
}

/** What the agent does to the issue, shown at once and taken back when the service does not follow. */
export function useIssueChanges({ closeIssue, restateIssue }: IssueWrites): IssueChanges {
  const [change, setChange] = useState<IssueChange>({ kind: "none" });
  const pending = useRef<{ readonly send: () => void; readonly timer: ReturnType<typeof setTimeout> } | null>(null);
  const writes = useRef({ closeIssue, restateIssue });
  useEffect(() => {
    writes.current = { closeIssue, restateIssue };
  });

  /** Sends what waits for the undo to pass; a widget that is closed meanwhile must not lose it. */
  const flush = useCallback(() => pending.current?.send(), []);
  useEffect(() => {
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  return {
    change,
    resolve(issue) {
      setChange({ kind: "resolving", issue });
      const close = async () => {
        const saved = await writes.current.closeIssue();
        setChange(saved ? { kind: "resolved", issue } : { kind: "not-saved" });
      };
      const send = () => {
        clearTimeout(pending.current?.timer);
        pending.current = null;
        void close();
      };
      pending.current = { send, timer: setTimeout(send, undoWindow) };
    },
    undo() {
      clearTimeout(pending.current?.timer);
      pending.current = null;
      setChange({ kind: "none" });
    },
    edit: () => setChange({ kind: "restating" }),
    leave: () => setChange({ kind: "none" }),
    async restate(issue) {
      setChange({ kind: "saving", issue });
      const saved = await writes.current.restateIssue(issue);
      setChange({ kind: saved ? "none" : "not-saved" });
    },
  };
}
