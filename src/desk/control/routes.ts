import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import * as z from "zod/mini";
import type { Outcome } from "../interactions/switchboard.ts";
import type { Clock } from "../runtime.ts";
import type { Control } from "./control.ts";
import {
  attributesRequest,
  customerRequest,
  endRequest,
  faultRequest,
  leaveRequest,
  settingsPatch,
  startRequest,
  transferRequest,
  wrapUpRequest,
} from "./requests.ts";

const noBody = z.optional(z.unknown());

/** `/desk/…`: the control API over HTTP. It demands JSON, so that no other site's form or image can reach it. */
export function controlRoutes({ control, clock }: { readonly control: Control; readonly clock: Clock }): Hono {
  const routes = new Hono();
  routes.use("/desk/*", async (context, next) => {
    const reads = context.req.method === "GET";
    const isJson = (context.req.header("content-type") ?? "").startsWith("application/json");
    return reads || isJson ? next() : context.json({ detail: "Send the request as application/json." }, 415);
  });

  const command = <T>(
    path: string,
    schema: { safeParse(value: unknown): z.core.util.SafeParseResult<T> },
    run: (id: string, body: T) => Outcome,
  ): void => {
    routes.post(`/desk/interactions/:id/${path}`, (context) =>
      withBody(context, schema, (body) => answer(context, run(context.req.param("id"), body))),
    );
  };

  routes.get("/desk/state", (context) => context.json(control.snapshot()));
  routes.get("/desk/stream", (context) => stream(context, control, clock));
  routes.post("/desk/interactions", (context) =>
    withBody(context, startRequest, (body) => context.json({ id: control.start(body).id }, 201)),
  );
  command("answer", noBody, (id) => control.answer(id));
  command("hold", noBody, (id) => control.hold(id, true));
  command("resume", noBody, (id) => control.hold(id, false));
  command("attributes", attributesRequest, (id, body) => control.setAttributes(id, body));
  command("transfer", transferRequest, (id, body) => control.transfer(id, body));
  command("customers", customerRequest, (id, body) => control.addCustomer(id, body));
  command("leave", leaveRequest, (id, { participantId }) => control.leave(id, participantId));
  command("wrap-up", wrapUpRequest, (id, body) => control.wrapUp(id, body));
  command("end", endRequest, (id, body) => control.end(id, body));

  routes.patch("/desk/settings", (context) =>
    withBody(context, settingsPatch, (body) => context.json(control.changeSettings(body))),
  );
  routes.post("/desk/faults", (context) =>
    withBody(context, faultRequest, (body) => {
      control.setFault(body);
      return context.body(null, 204);
    }),
  );
  routes.post("/desk/faults/clear", (context) => {
    control.clearFaults();
    return context.body(null, 204);
  });
  routes.post("/desk/tokens/revoke", (context) => context.json({ revoked: control.revokeTokens() }));
  routes.post("/desk/sign-ins/forget", (context) => {
    control.forgetSignIns();
    return context.body(null, 204);
  });
  routes.post("/desk/sockets/drop", (context) => {
    control.dropSockets("drop");
    return context.body(null, 204);
  });
  routes.post("/desk/sockets/announce-closing", (context) => {
    control.dropSockets("announce");
    return context.body(null, 204);
  });
  return routes;
}

async function withBody<T>(
  context: Context,
  schema: { safeParse(value: unknown): z.core.util.SafeParseResult<T> },
  run: (body: T) => Response,
): Promise<Response> {
  const read: unknown = await context.req.json().catch(() => undefined);
  const parsed = schema.safeParse(read);
  return parsed.success ? run(parsed.data) : context.json({ detail: z.prettifyError(parsed.error) }, 400);
}

function answer(context: Context, outcome: Outcome): Response {
  if (outcome.ok) return context.body(null, 204);
  return context.json({ detail: outcome.detail }, outcome.reason === "unknown" ? 404 : 409);
}

/** The whole state now and after every change; changes at one moment are sent as one. */
function stream(context: Context, control: Control, clock: Clock): Response {
  return streamSSE(context, async (sse) => {
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    let scheduled = false;
    const send = (): void => {
      scheduled = false;
      void sse.writeSSE({ event: "snapshot", data: JSON.stringify(control.snapshot()) });
    };
    const schedule = (): void => {
      if (scheduled) return;
      scheduled = true;
      clock.after(10, send);
    };
    const stopListening = control.onChange(schedule);
    const stopBeating = clock.every(15_000, () => void sse.write(": here\n\n"));
    sse.onAbort(leave);
    send();
    await gone;
    stopListening();
    stopBeating();
  });
}
