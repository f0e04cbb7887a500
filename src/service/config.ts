import * as z from "zod/mini";
import { regionDomain } from "../contract/regions.ts";

const origin = z
  .string()
  .check(
    z.refine(
      (text) => URL.canParse(text) && new URL(text).origin === text,
      "must be an origin such as https://widget.example.com",
    ),
  );
/** Agents' tokens are sent there, so it is https unless it is this machine (the desk and tests). */
const apiOrigin = origin.check(
  z.refine(
    (text) => /^https:|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(text),
    "must be https, or http on localhost",
  ),
);
/** An address that customers' data is sent to. */
const serverAddress = (example: string) =>
  z.string().check(
    z.refine((text) => {
      const url = URL.parse(text);
      if (!url || url.username !== "" || url.password !== "" || url.hash !== "") return false;
      const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
      return url.protocol === "https:" || (url.protocol === "http:" && isHere);
    }, `must be an https address such as ${example}, or http on localhost`),
  );
const resolverUrl = serverAddress("https://crm.example.com/resolve");
/** The protocol's own paths are added to it. */
const modelUrl = serverAddress("https://models.example.com/v1").check(
  z.refine((text) => !text.includes("?"), "must not have a query"),
);
/** An origin that may frame the widget; `https://*.example.com` stands for the subdomains. */
const frameAncestor = z
  .string()
  .check(
    z.regex(
      /^https:\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/,
      "must be an https origin such as https://example.my.salesforce.com or https://*.lightning.force.com",
    ),
  );
const days = z.int().check(z.minimum(1));

const serviceKey = z.strictObject({
  name: z.string().check(z.minLength(1)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/i, "must be the SHA-256 of the key, 64 hexadecimal digits")),
  scopes: z.array(z.enum(["events:write", "contexts:read", "contexts:write", "privacy"])).check(z.minLength(1)),
});
export type ServiceScope = z.infer<typeof serviceKey>["scopes"][number];

/** One organisation of `uic.config.json`. Members with a default may be left out of the file. */
export const organization = z.strictObject({
  id: z.string().check(z.minLength(1)),
  environments: z.array(regionDomain).check(z.minLength(1)),
  oauthClientIds: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  widgetOrigins: z._default(z.array(origin), []),
  frameAncestors: z._default(z.array(frameAncestor), []),
  apiOrigin: z.optional(apiOrigin),
  client: z.optional(
    z.strictObject({ id: z.string().check(z.minLength(1)), secretEnv: z.string().check(z.minLength(1)) }),
  ),
  identityResolver: z.optional(
    z.strictObject({
      url: resolverUrl,
      secretEnv: z.string().check(z.minLength(1)),
      timeoutMilliseconds: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 800),
    }),
  ),
  languageModel: z.optional(
    z.strictObject({
      baseUrl: modelUrl,
      model: z.string().check(z.minLength(1), z.maxLength(200)),
      secretEnv: z.optional(z.string().check(z.minLength(1))),
      timeoutMilliseconds: z._default(z.int().check(z.minimum(1), z.maximum(60_000)), 20_000),
      maxTranscriptCharacters: z._default(z.int().check(z.minimum(1000), z.maximum(400_000)), 24_000),
      responseFormat: z._default(z.enum(["json_schema", "json_object", "text"]), "json_schema"),
      language: z.optional(z.string().check(z.minLength(2), z.maxLength(60))),
    }),
  ),
  serviceKeys: z._default(z.array(serviceKey), []),
  retentionDays: z._default(
    z.strictObject({
      interactions: z._default(days, 730),
      sessions: z._default(days, 30),
      audit: z._default(days, 365),
    }),
    { interactions: 730, sessions: 30, audit: 365 },
  ),
  wrapUpResolution: z._default(z.record(z.string(), z.enum(["RESOLVED", "UNRESOLVED", "ESCALATED", "ABANDONED"])), {}),
  escalationQueues: z._default(z.array(z.string()), []),
  blockedIdentifiers: z._default(z.array(z.string()), []),
  collectedAttributes: z._default(z.array(z.string()), []),
  defaultRegion: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, "must be a two-letter country code such as LK"))),
  retry: z._default(
    z.strictObject({
      attempts: z._default(z.int().check(z.minimum(1)), 8),
      firstSeconds: z._default(z.number().check(z.minimum(0)), 1),
      maxSeconds: z._default(z.number().check(z.minimum(0)), 3600),
    }),
    { attempts: 8, firstSeconds: 1, maxSeconds: 3600 },
  ),
  settleSeconds: z._default(z.number().check(z.minimum(0)), 60),
  rateLimits: z._default(
    z.strictObject({
      agents: z._default(z.int().check(z.minimum(0)), 300),
      serviceKeys: z._default(z.int().check(z.minimum(0)), 0),
    }),
    { agents: 300, serviceKeys: 0 },
  ),
});
export type Organization = z.infer<typeof organization>;

export const serviceConfig = z.strictObject({ organizations: z.array(organization).check(z.minLength(1)) });
export type ServiceConfig = z.infer<typeof serviceConfig>;

/** Where the platform API of an organisation's environment is: the only place its agents' tokens are sent to. */
export function apiOriginOf({ apiOrigin: configured }: Organization, environment: string): string {
  return configured ?? `https://api.${environment}`;
}
