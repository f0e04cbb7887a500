import * as z from "zod/mini";
import { media } from "../interactions/interaction.ts";

const text = z.string().check(z.maxLength(1000));
const id = z.string().check(z.minLength(1), z.maxLength(128));
const attributes = z.record(z.string().check(z.minLength(1), z.maxLength(100)), text);
const seconds = z.number().check(z.minimum(0), z.maximum(86_400));

/** Someone who contacts the organisation, as their medium shows them. */
export const customerRequest = z.strictObject({
  name: z.optional(text),
  /** A number, a mailbox, a guest id, a `sip:` address or `anonymous`; left out where the medium shows none. */
  address: z.optional(z.string().check(z.maxLength(320))),
  externalContactId: z.optional(id),
  attributes: z.optional(attributes),
});
export type CustomerRequest = z.infer<typeof customerRequest>;

/** A new interaction that alerts the agent. No customers at all is an internal call between two agents. */
export const startRequest = z.strictObject({
  id: z.optional(z.uuid()),
  medium: z.enum(media),
  direction: z._default(z.enum(["inbound", "outbound"]), "inbound"),
  name: z.optional(text),
  subject: z.optional(text),
  queueId: z.optional(id),
  /** Whom it alerts; left out: the agent at the desk. */
  agentId: z.optional(id),
  customers: z.readonly(z.array(customerRequest).check(z.maxLength(6))),
  /** How long the customer waited before the agent's desktop alerted. */
  waitedSeconds: z._default(seconds, 12),
  /** The agent answered already, this long ago. */
  answeredSecondsAgo: z.optional(seconds),
});
export type StartRequest = z.input<typeof startRequest>;

export const attributesRequest = z.strictObject({
  attributes,
  /** Left out: the first customer, or the agent on an internal call. */
  participantId: z.optional(id),
});
export type AttributesRequest = z.infer<typeof attributesRequest>;

export const transferRequest = z.union([z.strictObject({ agentId: id }), z.strictObject({ queueId: id })]);
export type TransferRequest = z.infer<typeof transferRequest>;

/** A wrap-up code by its id or its name. */
export const wrapUpRequest = z.strictObject({ code: id, notes: z._default(z.string().check(z.maxLength(4000)), "") });
export type WrapUpRequest = z.input<typeof wrapUpRequest>;

export const endRequest = z.strictObject({ by: z._default(z.enum(["agent", "customer"]), "agent") });
export type EndRequest = z.input<typeof endRequest>;

export const leaveRequest = z.strictObject({ participantId: id });

/** Routes of the platform API (and login) that a fault can be set on. */
export const faultRoutes = [
  "GET /api/v2/tokens/me",
  "GET /api/v2/users/me",
  "GET /api/v2/users/{id}",
  "GET /api/v2/conversations",
  "GET /api/v2/conversations/{id}",
  "GET /api/v2/analytics/conversations/{id}/details",
  "GET /api/v2/conversations/{id}/summaries",
  "GET /api/v2/speechandtextanalytics/conversations/{id}",
  "GET /api/v2/speechandtextanalytics/conversations/{id}/communications/{communicationId}/transcripturl",
  "GET /storage/transcript.json",
  "POST /api/v2/analytics/conversations/details/query",
  "POST /api/v2/analytics/conversations/details/jobs",
  "GET /api/v2/analytics/conversations/details/jobs/{id}",
  "GET /api/v2/analytics/conversations/details/jobs/{id}/results",
  "GET /api/v2/routing/queues/{id}",
  "GET /api/v2/routing/wrapupcodes/{id}",
  "POST /api/v2/notifications/channels",
  "PUT /api/v2/notifications/channels/{id}/subscriptions",
  "POST /api/v2/notifications/channels/{id}/subscriptions",
  "GET /oauth/authorize",
  "POST /oauth/token",
] as const;
export type FaultRoute = (typeof faultRoutes)[number];

/** What goes wrong on a route: it waits, answers a status with Genesys Cloud's error body, answers nonsense, or hangs up. */
export const faultRequest = z.strictObject({
  route: z.enum(faultRoutes),
  delayMilliseconds: z.optional(z.number().check(z.minimum(0), z.maximum(120_000))),
  status: z.optional(z.int().check(z.minimum(400), z.maximum(599))),
  retryAfterSeconds: z.optional(z.int().check(z.minimum(0))),
  body: z.optional(z.enum(["not-json", "empty-object"])),
  hangUp: z.optional(z.boolean()),
  /** How many requests it hits; left out: all until it is cleared. */
  times: z.optional(z.int().check(z.minimum(1))),
});
export type FaultRequest = z.infer<typeof faultRequest>;

/** Switches of the desk, with what they are at the start in `control/settings.ts`. */
export const settings = z.strictObject({
  /** The login page answers `X-Frame-Options: DENY`, as many customers' identity providers do. */
  loginRefusesFraming: z.boolean(),
  /** `once`: an agent allows an application once; `always`: every time; `never`: an administrator has allowed it. */
  askConsent: z.enum(["once", "always", "never"]),
  tokenLifetimeSeconds: z.int().check(z.minimum(1), z.maximum(172_800)),
  /** What the tokens of agents say about their origin. */
  agentTokens: z.enum(["ordinary", "cloned", "foreign-home"]),
  requestsPerMinute: z.int().check(z.minimum(1)),
  /** How long after its end a conversation is missing from analytics. */
  analyticsDelayMilliseconds: z.int().check(z.minimum(0)),
  /** How far the data of details jobs lag behind. */
  jobDataDelayMilliseconds: z.int().check(z.minimum(0)),
  /** `failing`: details jobs end as failed; `expiring`: their results are gone after the first page. */
  detailsJobs: z.enum(["ordinary", "failing", "expiring"]),
  /** Whether the organisation has Copilot's summaries. */
  hasCopilot: z.boolean(),
  /** Whether it has speech and text analytics. */
  hasSpeechAnalytics: z.boolean(),
  duplicateEvents: z.boolean(),
  shuffleEvents: z.boolean(),
});
export type Settings = z.infer<typeof settings>;
export const settingsPatch = z.partial(settings);
export type SettingsPatch = z.infer<typeof settingsPatch>;
