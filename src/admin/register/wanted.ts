import type { Models } from "purecloud-platform-client-v2";
import { describe, nameOf, type Part } from "./marks.ts";

/** What the administrator asked for, with groups, queues and divisions as ids. */
export interface Wish {
  /** Of the service, which serves the widget too: an origin without a slash. */
  readonly url: string;
  /** Null leaves what is set, or none on a new widget. */
  readonly groupIds: readonly string[] | null;
  readonly queueIds: readonly string[] | null;
  readonly media: readonly string[] | null;
  readonly divisionIds: readonly string[];
  readonly insights: boolean;
  readonly aws: { readonly account: string; readonly region: string; readonly suffix: string } | null;
}

export function hostOf({ url }: Pick<Wish, "url">): string {
  return new URL(url).host;
}

const described = (wish: Wish, part: Part): { name: string; description: string } => ({
  name: nameOf(hostOf(wish), part),
  description: describe(hostOf(wish), part),
});

/** A working day, so that nobody signs in anew in the middle of a shift. */
const workingDaySeconds = 64_800;

export function widgetClient(wish: Wish, presentUris: readonly string[]): Models.OAuthClientRequest {
  return {
    ...described(wish, "widget client"),
    authorizedGrantType: "CODE",
    accessTokenValiditySeconds: workingDaySeconds,
    registeredRedirectUri: [...new Set([...presentUris, `${wish.url}/`])],
    scope: ["conversations:readonly", "notifications", "user-basic-info"],
    state: "active",
  } satisfies Models.OAuthClientRequest;
}

export function pipelineClient(wish: Wish, roleId: string): Models.OAuthClientRequest {
  return {
    ...described(wish, "pipeline client"),
    authorizedGrantType: "CLIENT-CREDENTIALS",
    accessTokenValiditySeconds: 86_400,
    roleDivisions: wish.divisionIds.map((divisionId) => ({ roleId, divisionId })),
    state: "active",
  } satisfies Models.OAuthClientRequest;
}

export const insightPermissions = [
  "conversation:summary:view",
  "recording:recording:view",
  "speechAndTextAnalytics:data:view",
] as const;

/** What the pipeline reads, and nothing beside it. */
export function pipelinePermissions({ insights }: Pick<Wish, "insights">): readonly string[] {
  return [
    "analytics:conversationDetail:view",
    "conversation:communication:view",
    "directory:user:view",
    "routing:queue:view",
    "routing:wrapupCode:view",
    ...(insights ? insightPermissions : []),
  ];
}

export function pipelineRole(wish: Wish): Models.DomainOrganizationRoleCreate {
  return {
    ...described(wish, "pipeline role"),
    permissionPolicies: pipelinePermissions(wish).map((permission) => {
      const [domain = "", entityName = "", action = ""] = permission.split(":");
      return { domain, entityName, actionSet: [action], allowConditions: false };
    }),
  } satisfies Models.DomainOrganizationRoleCreate;
}

/** Every medium that the panel knows; `message` is not a type of Genesys Cloud's. */
export const allMedia = [
  "call",
  "callback",
  "chat",
  "email",
  "webmessaging",
  "sms",
  "whatsapp",
  "open",
  "facebook",
] as const;

export const topics = ["customer.end", "wrapup", "acw", "user.end", "attributes"].map(
  (name) => `v2.detail.events.conversation.{id}.${name}`,
);

const placeholders = ["gcHostOrigin", "gcTargetEnv", "gcLangTag", "gcConversationId", "gcUsePopupAuth"]
  .map((name) => `${name}={{${name}}}`)
  .join("&");

interface Settled {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly advanced: Readonly<Record<string, unknown>>;
}

/** What others set on the integration (an icon, a width) stays. */
export function widgetSettings(wish: Wish, present: Settled): Settled {
  const { properties, advanced } = present;
  const media = wish.media ?? (properties["communicationTypeFilter"] === undefined ? allMedia : null);
  return {
    properties: {
      ...properties,
      url: `${wish.url}/?${placeholders}`,
      sandbox:
        "allow-forms,allow-modals,allow-popups,allow-presentation,allow-same-origin,allow-scripts,allow-downloads",
      permissions: "clipboard-write",
      groups: wish.groupIds ?? properties["groups"] ?? [],
      queueIdFilterList: wish.queueIds ?? properties["queueIdFilterList"] ?? [],
      communicationTypeFilter: media === null ? properties["communicationTypeFilter"] : media.join(", "),
    },
    advanced: {
      ...advanced,
      lifecycle: { ephemeral: false, hooks: { bootstrap: true, focus: true, blur: true, stop: true } },
    },
  };
}

export function eventSettings(aws: NonNullable<Wish["aws"]>, { properties, advanced }: Settled): Settled {
  return {
    properties: {
      ...properties,
      awsAccountId: aws.account,
      awsAccountRegion: aws.region,
      eventSourceSuffix: aws.suffix,
      eventFilter: topics,
    },
    advanced,
  };
}
