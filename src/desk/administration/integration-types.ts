import * as z from "zod/mini";
import type { Directory } from "../organization/directory.ts";

const text = z.string();

/** Genesys Cloud takes these and no others; `message` in particular is not one. */
const communicationTypes = [
  "call",
  "callback",
  "chat",
  "email",
  "webmessaging",
  "sms",
  "whatsapp",
  "open",
  "facebook",
  "instagram",
  "twitter",
  "line",
  "apple",
];
const sandboxTokens = [
  "allow-downloads",
  "allow-forms",
  "allow-modals",
  "allow-popups",
  "allow-presentation",
  "allow-same-origin",
  "allow-scripts",
];
const features = ["camera", "clipboard-write", "display-capture", "fullscreen", "geolocation", "microphone"];
const topics = new Set(
  [
    "acd.start",
    "acd.end",
    "acw",
    "attributes",
    "contact",
    "customer.start",
    "customer.end",
    "flow.start",
    "flow.end",
    "flow.outcome",
    "outbound",
    "user.start",
    "user.end",
    "voicemail.start",
    "voicemail.end",
    "wrapup",
  ].map((name) => `v2.detail.events.conversation.{id}.${name}`),
);

function listOf(known: readonly string[], what: string): z.ZodMiniType<string> {
  return text.check(
    z.refine(
      (value) =>
        value
          .split(",")
          .map((one) => one.trim())
          .every((one) => one === "" || known.includes(one)),
      `has a value that is no ${what}`,
    ),
  );
}

const place = z
  .string()
  .check(z.regex(/^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])/, "must be an https address"));
const hook = z.optional(z.boolean());
const nothing = z.strictObject({});

export interface ConfigurationSchemas {
  readonly properties: z.ZodMiniType;
  readonly advanced: z.ZodMiniType;
}

/** What each type of integration takes, by its id. */
export function integrationTypes({ queues, groups }: Directory): ReadonlyMap<string, ConfigurationSchemas> {
  const oneOf = (entities: readonly { readonly id: string }[], what: string): z.ZodMiniType<string> =>
    text.check(z.refine((id) => entities.some((entity) => entity.id === id), `is no ${what} of this organisation`));
  return new Map([
    [
      "embedded-client-app-interaction-widget",
      {
        properties: z.strictObject({
          url: place,
          sandbox: z.optional(listOf(sandboxTokens, "sandbox option")),
          permissions: z.optional(listOf(features, "feature")),
          displayType: z.optional(text),
          groups: z.optional(z.array(oneOf(groups, "group"))),
          queueIdFilterList: z.optional(z.array(oneOf(queues, "queue"))),
          communicationTypeFilter: z.optional(listOf(communicationTypes, "communication type")),
        }),
        advanced: z.strictObject({
          lifecycle: z.optional(
            z.strictObject({
              ephemeral: z.optional(z.boolean()),
              hooks: z.optional(z.strictObject({ bootstrap: hook, focus: hook, blur: hook, stop: hook })),
            }),
          ),
          icon: z.optional(z.record(text, text)),
          monochromicIcon: z.optional(z.record(text, text)),
        }),
      },
    ],
    [
      "amazon-eventbridge-source",
      {
        properties: z.strictObject({
          awsAccountId: text.check(z.regex(/^\d{12}$/, "must have twelve digits")),
          awsAccountRegion: text.check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be a region")),
          eventSourceSuffix: text.check(z.regex(/^[A-Za-z0-9._-]{1,64}$/, "must be a short name")),
          eventFilter: z.array(text.check(z.refine((topic) => topics.has(topic), "is no topic"))).check(z.minLength(1)),
        }),
        advanced: nothing,
      },
    ],
    ["custom-rest-actions", { properties: nothing, advanced: nothing }],
  ]);
}
