import * as z from "zod/mini";
import { listAll } from "../../genesys/pages.ts";
import type { Platform } from "../../genesys/platform.ts";
import { fails, holds, holdsIf, unknown, type Finding } from "../finding.ts";

const widgetType = "embedded-client-app-interaction-widget";
const eventsType = "amazon-eventbridge-source";

const texts = z._default(z.array(z.string()), []);
const integration = z.object({
  id: z.string(),
  integrationType: z.optional(z.object({ id: z.optional(z.string()) })),
  intendedState: z.string(),
  reportedState: z.optional(z.object({ code: z.optional(z.string()) })),
});
type Integration = z.infer<typeof integration>;

const widgetSettings = z.object({
  properties: z.object({
    url: z._default(z.string(), ""),
    sandbox: z._default(z.string(), ""),
    groups: texts,
    queueIdFilterList: texts,
    communicationTypeFilter: z._default(z.string(), ""),
  }),
  advanced: z._default(
    z.object({
      lifecycle: z.optional(z.object({ hooks: z._default(z.record(z.string(), z.unknown()), {}) })),
    }),
    {},
  ),
});
const eventSettings = z.object({ properties: z.object({ eventFilter: z._default(z.unknown(), null) }) });

/** To whom the integration shows the widget, and for what. */
export interface Shown {
  readonly groups: readonly string[];
  readonly queues: readonly string[];
  readonly media: readonly string[];
}

const placeholders = ["gcHostOrigin", "gcTargetEnv", "gcConversationId"] as const;
const sandboxes = ["allow-scripts", "allow-same-origin", "allow-popups", "allow-forms"] as const;
const knownMedia = new Set(
  "call callback chat email webmessaging sms whatsapp open facebook line twitter instagram apple".split(" "),
);

/** Whether the interaction widget is there, enabled and set so that agents see it. Answers to whom, null when it is not there. */
export async function checkIntegration(
  platform: Platform,
  service: string,
): Promise<{ readonly findings: readonly Finding[]; readonly shown: Shown | null }> {
  const listed = await listAll(platform, "/api/v2/integrations", integration, { integrationType: widgetType });
  if (!listed.ok) return { findings: [unknown("The interaction widget", listed.failure.sentence)], shown: null };
  for (const candidate of listed.value.filter((one) => one.integrationType?.id === widgetType)) {
    const path = `/api/v2/integrations/${candidate.id}/config/current`;
    const settings = await platform.ask({ method: "GET", path, answer: widgetSettings });
    if (!settings.ok) return { findings: [unknown("The interaction widget", settings.failure.sentence)], shown: null };
    const { properties, advanced } = settings.value;
    if (URL.parse(properties.url.replaceAll(/[{}]/g, ""))?.origin !== service) continue;
    const media = properties.communicationTypeFilter.split(/\s*,\s*/).filter((one) => one !== "");
    const shown = { groups: properties.groups, queues: properties.queueIdFilterList, media };
    const hooks = advanced.lifecycle?.hooks ?? {};
    return { findings: findingsOf(candidate, properties, shown, hooks), shown };
  }
  const next = `Add one (Admin → Integrations, Interaction Widget) whose Application URL begins with ${service}/, or correct the URL of the one there is; npm run register does it.`;
  return { findings: [fails("No interaction widget has the address of this service", next)], shown: null };
}

function findingsOf(
  { intendedState, reportedState }: Integration,
  { url, sandbox }: z.infer<typeof widgetSettings>["properties"],
  { groups, media }: Shown,
  hooks: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  const unnamed = placeholders.filter((one) => !url.includes(`${one}={{${one}}}`));
  const closed = sandboxes.filter((one) => !sandbox.includes(one));
  const strange = media.filter((one) => !knownMedia.has(one));
  const unhooked = ["bootstrap", "stop"].filter((one) => hooks[one] !== true);
  return [
    holdsIf(
      intendedState === "ENABLED",
      "The interaction widget is enabled",
      "The interaction widget is not active",
      "Set it to Active (Admin → Integrations).",
    ),
    ...(intendedState === "ENABLED" && reportedState?.code !== undefined && reportedState.code !== "ACTIVE"
      ? [
          fails(
            "Genesys Cloud does not report it as active",
            "Open it under Admin → Integrations: it says what is wrong.",
          ),
        ]
      : []),
    holdsIf(
      unnamed.length === 0,
      "Its URL hands on desktop, environment and conversation",
      "Its URL does not hand on what the widget needs",
      `Add ${unnamed.map((one) => `${one}={{${one}}}`).join("&")} to the Application URL.`,
    ),
    holdsIf(
      closed.length === 0,
      "Its sandbox lets the widget run",
      "Its sandbox keeps the widget from running",
      `Add ${closed.join(", ")} to the Iframe sandbox options.`,
    ),
    holdsIf(
      strange.length === 0,
      "Its communication types are ones that there are",
      `There is no communication type ${strange.join(", ")}`,
      "Take it out of Communication type filtering; messages are webmessaging, sms, whatsapp, open, facebook.",
    ),
    holdsIf(
      groups.length > 0,
      "Groups are named whose agents see it",
      "No group is named, so nobody sees it",
      "Add the groups of the agents under Group filtering.",
    ),
    holdsIf(
      unhooked.length === 0,
      "Its lifecycle hooks are on",
      "Its lifecycle hooks are off",
      'Put { "lifecycle": { "ephemeral": false, "hooks": { "bootstrap": true, "focus": true, "blur": true, "stop": true } } } into the advanced configuration.',
    ),
  ];
}

const topics = ["customer.end", "wrapup", "acw", "user.end", "attributes"].map(
  (name) => `v2.detail.events.conversation.{id}.${name}`,
);

/** Whether Genesys Cloud sends its events to Amazon EventBridge. */
export async function checkEventSource(platform: Platform): Promise<readonly Finding[]> {
  const listed = await listAll(platform, "/api/v2/integrations", integration, { integrationType: eventsType });
  if (!listed.ok) return [unknown("The EventBridge integration", listed.failure.sentence)];
  const sources = listed.value.filter((one) => one.integrationType?.id === eventsType);
  const [source] = sources.toSorted((one) => (one.intendedState === "ENABLED" ? -1 : 1));
  if (!source)
    return [
      unknown(
        "There is no EventBridge integration",
        "Without one the events must come another way; npm run register makes one with --aws-account and --aws-region.",
      ),
    ];
  if (source.intendedState !== "ENABLED")
    return [fails("The EventBridge integration is not active", "Set it to Active (Admin → Integrations).")];
  const path = `/api/v2/integrations/${source.id}/config/current`;
  const settings = await platform.ask({ method: "GET", path, answer: eventSettings });
  if (!settings.ok) return [unknown("The topics of the EventBridge integration", settings.failure.sentence)];
  const sent = JSON.stringify(settings.value.properties.eventFilter);
  const missing = topics.filter((topic) => !sent.includes(topic));
  return [
    holds("The EventBridge integration is enabled"),
    holdsIf(
      missing.length === 0,
      "It sends the topics that the pipeline uses",
      "It does not send every topic that the pipeline uses",
      `Add ${missing.join(", ")}; without customer.end nothing is recorded.`,
    ),
  ];
}
