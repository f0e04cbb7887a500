import { createHash } from "node:crypto";
import { onTestFinished, vi } from "vitest";
import * as z from "zod/mini";
import type { Organization } from "../../../src/service/config.ts";
import { serviceConfig } from "../../../src/service/config.ts";
import { createApp } from "../../../src/service/http/app.ts";
import { createCacheKeys } from "../../../src/service/http/cache-keys.ts";
import { createCredentials } from "../../../src/service/http/credentials.ts";
import { listen } from "../../../src/service/http/listen.ts";
import { createRateLimiter } from "../../../src/service/http/rate-limiter.ts";
import type { ServeFiles } from "../../../src/service/http/static-files.ts";
import { createLogger } from "../../../src/service/telemetry/logger.ts";
import { createMetrics } from "../../../src/service/telemetry/metrics.ts";
import type { FakeGenesys } from "./fake-genesys.ts";
import { agentReplies, clientId, organizationId, startFakeGenesys } from "./fake-genesys.ts";
import { createFakeCustomers, createFakeInbox, createFakeOperations } from "./fake-services.ts";

// Many requests on a busy machine take longer than one test is usually given.
vi.setConfig({ testTimeout: 20_000 });

export const widgetOrigin = "https://widget.example.com";
export const keys = {
  all: "key-that-may-do-everything",
  reader: "key-that-only-reads",
  writer: "key-that-only-writes",
  events: "key-of-the-event-feed",
  other: "key-of-the-other-organisation",
};
export const otherOrganizationId = "9b7d0d1e-77a1-4a75-9a0e-5f4d5b8f0c02";

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export function organizations(
  apiOrigin: string,
  changes: Partial<Organization> = {},
  otherChanges: Partial<Organization> = {},
) {
  return z.parse(serviceConfig, {
    organizations: [
      {
        id: organizationId,
        environments: ["mypurecloud.ie"],
        oauthClientIds: [clientId],
        widgetOrigins: [widgetOrigin],
        apiOrigin,
        serviceKeys: [
          {
            name: "all",
            sha256: sha256(keys.all),
            scopes: ["contexts:read", "contexts:write", "events:write", "privacy"],
          },
          { name: "reader", sha256: sha256(keys.reader).toUpperCase(), scopes: ["contexts:read"] },
          { name: "writer", sha256: sha256(keys.writer), scopes: ["contexts:write"] },
          { name: "events", sha256: sha256(keys.events), scopes: ["events:write"] },
        ],
        ...changes,
      },
      {
        id: otherOrganizationId,
        environments: ["mypurecloud.de"],
        oauthClientIds: ["other-client"],
        widgetOrigins: ["https://other.example.com"],
        apiOrigin,
        serviceKeys: [{ name: "other", sha256: sha256(keys.other), scopes: ["contexts:read", "contexts:write"] }],
        ...otherChanges,
      },
    ],
  });
}

interface EdgeOptions {
  readonly organization?: Partial<Organization>;
  readonly otherOrganization?: Partial<Organization>;
  readonly serveWidget?: ServeFiles | null;
}

/** The edge on a free port, over fake customers and a fake Genesys Cloud that knows the token `agent-token`. */
export async function startEdge({ organization = {}, otherOrganization = {}, serveWidget = null }: EdgeOptions = {}) {
  const genesys: FakeGenesys = await startFakeGenesys();
  genesys.tokens.set("agent-token", agentReplies());
  const clock = { now: Date.parse("2026-11-22T09:15:00.000Z") };
  const now = () => clock.now;
  const logged: string[] = [];
  const logger = createLogger("debug", { write: (line) => void logged.push(line) });
  const metrics = createMetrics();
  const customers = createFakeCustomers();
  const inbox = createFakeInbox();
  const operations = createFakeOperations(metrics.registry, now);
  const config = organizations(genesys.origin, organization, otherOrganization);
  const credentials = createCredentials({ config, fetch, now });
  const ready = { value: true };
  const stopping = new AbortController();
  let requests = 0;
  const newRequestId = () => `req-${(requests += 1)}`;
  const secret = "0123456789abcdef0123456789abcdef";
  const app = createApp({
    config,
    logger,
    stopping: stopping.signal,
    serveWidget,
    newRequestId,
    isReady: async () => ready.value,
    credentials,
    rateLimiter: createRateLimiter({ now }),
    services: { customers, inbox, metrics, operations, cacheKeys: createCacheKeys({ secret, now }) },
  });
  const listening = await listen({ fetch: app, host: "127.0.0.1", port: 0, newRequestId });
  if (!listening.ok) throw new Error(listening.fault);
  onTestFinished(async () => {
    stopping.abort();
    await listening.stop(0);
    await genesys.stop();
  });
  const send = (path: string, init: RequestInit = {}) => fetch(`${listening.url}${path}`, init);
  return { url: listening.url, send, credentials, genesys, clock, logged, metrics, customers, inbox, ready };
}
export type Edge = Awaited<ReturnType<typeof startEdge>>;

export const asService = (key: string) => ({ authorization: `Bearer ${key}` });
export const asAgent = (token = "agent-token", environment = "mypurecloud.ie") => ({
  authorization: `Bearer ${token}`,
  "x-genesys-environment": environment,
});

/** A request with a JSON body. */
export function withJson(method: string, headers: Record<string, string>, body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}
