import * as z from "zod/mini";
import { media } from "../interactions/interaction.ts";
import { customerRequest, faultRequest, settings } from "./requests.ts";

const named = z.object({ id: z.string(), name: z.string() });
const moment = z.nullable(z.number());

const participantView = z.object({
  participantId: z.string(),
  purpose: z.string(),
  name: z.nullable(z.string()),
  address: z.nullable(z.string()),
  attributes: z.record(z.string(), z.string()),
  startedAt: z.number(),
  connectedAt: moment,
  endedAt: moment,
});

/** An interaction as the desktop shows it to its agent. Times are epoch milliseconds. */
const interactionView = z.object({
  id: z.string(),
  medium: z.enum(media),
  direction: z.enum(["inbound", "outbound"]),
  name: z.string(),
  subject: z.nullable(z.string()),
  line: z.string(),
  queueName: z.nullable(z.string()),
  state: z.enum(["alerting", "connected", "held", "transferred", "wrap-up", "ended"]),
  /** The whole interaction is over, for everyone. */
  over: z.boolean(),
  startedAt: z.number(),
  answeredAt: moment,
  endedAt: moment,
  participants: z.array(participantView),
  wrapUp: z.nullable(z.object({ codeName: z.string(), notes: z.string() })),
});
export type InteractionView = z.infer<typeof interactionView>;

/** Someone whom the "New interaction" menu offers, with what each medium would show of them. */
const person = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  contacts: z.array(z.object({ medium: z.enum(media), customer: customerRequest, subject: z.optional(z.string()) })),
});
export type Person = z.infer<typeof person>;

/** Everything that the desktop shows, sent whole with every change. */
export const snapshot = z.object({
  now: z.number(),
  organizationName: z.string(),
  targetEnvironment: z.string(),
  widgetOrigin: z.string(),
  agent: named,
  agents: z.array(named),
  queues: z.array(named),
  wrapUpCodes: z.array(named),
  people: z.array(person),
  interactions: z.array(interactionView),
  settings,
  faults: z.array(faultRequest),
  feed: z.object({
    pending: z.int(),
    delivered: z.int(),
    refused: z.int(),
    trouble: z.nullable(z.object({ reason: z.string(), retryAt: z.number() })),
  }),
  sockets: z.int(),
});
export type Snapshot = z.infer<typeof snapshot>;
