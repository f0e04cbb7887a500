import type { BrowserContext, Request } from "@playwright/test";
import { routes } from "../../src/contract/routes.ts";

/** The streams of changes that a browser holds open. */
export interface Streams {
  readonly open: () => number;
  /** Opened so far, those that ended too. */
  readonly asked: () => number;
}

export function watchStreams(context: BrowserContext): Streams {
  const open = new Set<Request>();
  let asked = 0;
  context.on("request", (request) => {
    if (new URL(request.url()).pathname !== routes.changes() || request.method() !== "POST") return;
    asked += 1;
    open.add(request);
  });
  const forget = (request: Request): void => {
    open.delete(request);
  };
  context.on("requestfinished", forget);
  context.on("requestfailed", forget);
  return { open: () => open.size, asked: () => asked };
}
