import type { Organization } from "./config.ts";
import type { Customers } from "./customers/customers.ts";
import type { Logger } from "./telemetry/logger.ts";

export interface Sweeper {
  start(): void;
  /** Sweeps once, for a run by schedule, until all is gone or the signal aborts. */
  sweepOnce(signal: AbortSignal): Promise<void>;
  /** Begins nothing more and resolves once the part under way is done. */
  stop(): Promise<void>;
}

export interface SweeperDeps {
  readonly organizations: readonly Organization[];
  readonly customers: Pick<Customers, "sweep">;
  readonly logger: Pick<Logger, "error">;
}

/** What is past its days must be gone from the store within a day; an hour leaves room for a store that is away. */
const interval = 3_600_000;

/** Takes what is past its days out of the store, hourly, a part at a time so that it never stands in the way of a request for long. */
export function createSweeper({ organizations, customers, logger }: SweeperDeps): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  async function sweepAll(signal: AbortSignal): Promise<void> {
    for (const organization of organizations) {
      try {
        while (!signal.aborted && (await customers.sweep(organization))) await yieldToRequests();
      } catch (err) {
        logger.error({ organizationId: organization.id, err }, "A sweep broke off and is tried again within the hour");
      }
    }
  }

  const sweepNow = () => {
    running = sweepAll(stopping.signal);
  };
  return {
    sweepOnce: sweepAll,
    start() {
      sweepNow();
      timer = setInterval(sweepNow, interval);
    },
    stop() {
      stopping.abort();
      clearInterval(timer);
      return running;
    },
  };
}

function yieldToRequests(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
