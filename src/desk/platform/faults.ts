import type { MiddlewareHandler } from "hono";
import type { FaultRequest, FaultRoute } from "../control/requests.ts";
import type { Clock } from "../runtime.ts";

/** The faults that are set now, at most one a route. */
export interface Faults {
  set(fault: FaultRequest): void;
  clear(route?: FaultRoute): void;
  list(): readonly FaultRequest[];
  /** The fault of a route for one request, counted down when it has a number of times. */
  take(route: FaultRoute): FaultRequest | undefined;
}

export function createFaults(): Faults {
  const faults = new Map<FaultRoute, FaultRequest>();
  return {
    set: (fault) => {
      faults.set(fault.route, fault);
    },
    clear: (route) => {
      if (route === undefined) faults.clear();
      else faults.delete(route);
    },
    list: () => [...faults.values()],
    take: (route) => {
      const fault = faults.get(route);
      if (fault?.times === undefined) return fault;
      if (fault.times === 1) faults.delete(route);
      else faults.set(route, { ...fault, times: fault.times - 1 });
      return fault;
    },
  };
}

/** Plays a route's fault in front of it. */
export function playFault(faults: Faults, route: FaultRoute, clock: Clock, newId: () => string): MiddlewareHandler {
  return async (context, next) => {
    const fault = faults.take(route);
    if (fault === undefined) return next();
    if (fault.delayMilliseconds !== undefined) await waitFor(clock, fault.delayMilliseconds);
    if (fault.hangUp === true) {
      hangUp(context.env);
      return context.body(null);
    }
    if (fault.body === "not-json") return context.body("<html><body>Bad gateway</body></html>", 200);
    if (fault.body === "empty-object") return context.json({}, 200);
    if (fault.status === undefined) return next();
    const body = JSON.stringify({
      message: "The desk was told to fail this request.",
      code: "desk.fault",
      status: fault.status,
      contextId: newId(),
      details: [],
      errors: [],
    });
    return new Response(body, {
      status: fault.status,
      headers: {
        "Content-Type": "application/json",
        ...(fault.retryAfterSeconds === undefined ? {} : { "Retry-After": String(fault.retryAfterSeconds) }),
      },
    });
  };
}

function waitFor(clock: Clock, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(milliseconds, resolve);
  return promise;
}

function hangUp(env: unknown): void {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return;
  const { incoming } = env;
  if (typeof incoming !== "object" || incoming === null || !("destroy" in incoming)) return;
  if (typeof incoming.destroy === "function") incoming.destroy();
}
