import { randomUUID } from "node:crypto";
import { lookupAnswer } from "../../src/contract/lookup.ts";
import { createApp } from "../../src/service/http/app.ts";
import { createCacheKeys } from "../../src/service/http/cache-keys.ts";
import { createCredentials } from "../../src/service/http/credentials.ts";
import { listen } from "../../src/service/http/listen.ts";
import { createRateLimiter } from "../../src/service/http/rate-limiter.ts";
import { createLogOutput } from "../../src/service/telemetry/log-output.ts";
import { createLogger } from "../../src/service/telemetry/logger.ts";
import { createMetrics } from "../../src/service/telemetry/metrics.ts";
import { createFakeCustomers, createFakeInbox, createFakeOperations } from "../service/http/fake-services.ts";
import { benchOrganization, identifierKey } from "./installation.ts";

/** The process that answers every lookup with the same customer: the service's edge whole, nothing behind it. */
const text = process.env["CONSTANT"] ?? "";
lookupAnswer.parse(JSON.parse(text));
const json = Buffer.from(text);
const logger = createLogger("info", createLogOutput(process.stdout));
const config = { organizations: [benchOrganization] };
const now = Date.now;
const app = createApp({
  config,
  logger,
  stopping: new AbortController().signal,
  serveWidget: null,
  newRequestId: randomUUID,
  isReady: async () => true,
  credentials: createCredentials({ config, fetch, now }),
  rateLimiter: createRateLimiter({ now }),
  services: {
    customers: { ...createFakeCustomers(), lookupJson: async () => ({ outcome: "phone", conflicts: [], json }) },
    inbox: createFakeInbox(),
    metrics: createMetrics(),
    operations: createFakeOperations(),
    cacheKeys: createCacheKeys({ secret: identifierKey, now }),
  },
});
const listening = await listen({ fetch: app, host: "127.0.0.1", port: 0, newRequestId: randomUUID });
if (!listening.ok) throw new Error(listening.fault);
logger.info(`The service listens on ${listening.url}`);
process.once("SIGTERM", () => process.exit(0));
