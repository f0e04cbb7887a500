import { useEffect, useState } from "react";
import * as z from "zod/mini";
import type { StartRequest } from "../control/requests.ts";
import { type PipelineState, pipelineState } from "../control/pipeline-state.ts";
import { type Snapshot, snapshot } from "../control/snapshot.ts";

const json = z.pipe(
  z.string(),
  z.transform((text): unknown => JSON.parse(text)),
);
const refusal = z.object({ detail: z.string() });
const started = z.object({ id: z.string() });

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
  const sent = await send(path, body, method);
  return sent.ok ? null : sent.detail;
}

/** How the service's pipeline stands; null when the desk does not answer. */
export async function readPipeline(): Promise<PipelineState | null> {
  try {
    const response = await fetch("/desk/pipeline");
    const read = pipelineState.safeParse(await response.json());
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Starts an interaction and answers its id. */
export async function startInteraction(
  request: StartRequest,
): Promise<{ readonly id: string } | { readonly detail: string }> {
  const sent = await send("interactions", request, "POST");
  if (!sent.ok) return sent;
  const read = started.safeParse(sent.body);
  return read.success ? read.data : { detail: "The desk answered something else than an interaction." };
}

type Sent = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly detail: string };

async function send(path: string, body: unknown, method: "POST" | "PATCH"): Promise<Sent> {
  try {
    const response = await fetch(`/desk/${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return { ok: true, body: answer };
    const read = refusal.safeParse(answer);
    return { ok: false, detail: read.success ? read.data.detail : `The desk answered ${String(response.status)}.` };
  } catch {
    return { ok: false, detail: "The desk does not answer; is npm start still running?" };
  }
}

export function onInteraction(id: string, verb: string): string {
  return `interactions/${encodeURIComponent(id)}/${verb}`;
}
