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
  for (const ended of ["requestfinished", "requestfailed"] as const) {
    context.on(ended, (request: Request) => open.delete(request));
  }
  return { open: () => open.size, asked: () => asked };
}
