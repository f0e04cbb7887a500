import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { type Snapshot, snapshot } from "../control/snapshot.ts";

const json = z.pipe(
  z.string(),
  z.transform((text): unknown => JSON.parse(text)),
);
const refusal = z.object({ detail: z.string() });

export type DeskState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly snapshot: Snapshot }
  | { readonly kind: "lost"; readonly snapshot: Snapshot | null };

/** The desk's state, live; the browser reconnects by itself. */
export function useDesk(): DeskState {
  const [state, setState] = useState<DeskState>({ kind: "connecting" });
  useEffect(() => {
    const source = new EventSource("/desk/stream");
    source.addEventListener("snapshot", (event) => {
      const read = z.safeParse(z.pipe(json, snapshot), event.data);
      if (read.success) setState({ kind: "connected", snapshot: read.data });
    });
    source.addEventListener("error", () =>
      setState((last) => ({ kind: "lost", snapshot: last.kind === "connecting" ? null : last.snapshot })),
    );
    return () => source.close();
  }, []);
  return state;
}

/** Tells the desk to do something; answers null when it did, else why not. */
export async function command(
  path: string,
  body: unknown = {},
  method: "POST" | "PATCH" = "POST",
): Promise<string | null> {
  try {
    const response = await fetch(`/desk/${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const read = refusal.safeParse(await response.json().catch(() => null));
    return read.success ? read.data.detail : `The desk answered ${String(response.status)}.`;
  } catch {
    return "The desk does not answer; is npm start still running?";
  }
}

export function onInteraction(id: string, verb: string): string {
  return `interactions/${encodeURIComponent(id)}/${verb}`;
}
