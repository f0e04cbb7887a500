import * as z from "zod/mini";
import type { Answer } from "../genesys/answer.ts";
import { listAll } from "../genesys/pages.ts";
import type { Platform } from "../genesys/platform.ts";
import { markOf, nameOf, type Part } from "./marks.ts";

const text = z._default(z.string(), "");
const texts = z._default(z.array(z.string()), []);

export const clientEntity = z.object({
  id: z.string(),
  name: text,
  description: text,
  authorizedGrantType: z.string(),
  accessTokenValiditySeconds: z.optional(z.number()),
  registeredRedirectUri: texts,
  scope: texts,
  roleDivisions: z._default(z.array(z.object({ roleId: z.string(), divisionId: z.string() })), []),
  state: z._default(z.string(), "active"),
});
export type ClientEntity = z.infer<typeof clientEntity>;

export const roleEntity = z.object({
  id: z.string(),
  name: text,
  description: text,
  permissionPolicies: z._default(z.array(z.object({ domain: text, entityName: text, actionSet: texts })), []),
});
export type RoleEntity = z.infer<typeof roleEntity>;

export const integrationEntity = z.object({
  id: z.string(),
  name: text,
  notes: text,
  integrationType: z.object({ id: z.string() }),
  intendedState: z.string(),
});
export type IntegrationEntity = z.infer<typeof integrationEntity>;

export const credentialEntity = z.object({ id: z.string(), name: text });
export type CredentialEntity = z.infer<typeof credentialEntity>;

export const actionEntity = z.object({
  id: z.string(),
  name: text,
  integrationId: text,
  version: z._default(z.int(), 1),
});
export type ActionEntity = z.infer<typeof actionEntity>;

/** Types of integration, by what each is for. */
export const integrationTypes = {
  widget: "embedded-client-app-interaction-widget",
  events: "amazon-eventbridge-source",
  "data actions": "custom-rest-actions",
} as const;

/** What this installation has in the organisation already. */
export interface Present {
  readonly clients: readonly ClientEntity[];
  readonly widgetClient: ClientEntity | null;
  readonly pipelineClient: ClientEntity | null;
  readonly role: RoleEntity | null;
  readonly widget: IntegrationEntity | null;
  readonly events: IntegrationEntity | null;
  readonly dataActions: IntegrationEntity | null;
  readonly credential: CredentialEntity | null;
  readonly actions: readonly ActionEntity[];
}

interface Reading {
  readonly present: Present;
  /** Of which part there are two that are ours, a sentence each. */
  readonly doubles: readonly string[];
  /** What bears our name and not our mark, a sentence each. */
  readonly strangers: readonly string[];
}

/** Reads before anything is written. Where it cannot be told which is ours, it says so rather than guess. */
export async function readPresent(
  platform: Platform,
  host: string,
  adopted: readonly string[],
): Promise<Answer<Reading>> {
  const clients = await listAll(platform, "/api/v2/oauth/clients", clientEntity);
  if (!clients.ok) return clients;
  const roles = await listAll(platform, "/api/v2/authorization/roles", roleEntity);
  if (!roles.ok) return roles;
  const integrations = await listAll(platform, "/api/v2/integrations", integrationEntity);
  if (!integrations.ok) return integrations;
  const credentials = await listAll(platform, "/api/v2/integrations/credentials", credentialEntity);
  if (!credentials.ok) return credentials;
  const actions = await listAll(platform, "/api/v2/integrations/actions", actionEntity);
  if (!actions.ok) return actions;

  const doubles: string[] = [];
  const strangers: string[] = [];
  const usable = clients.value.filter(({ state }) => state === "active" || state === "inactive");
  const one = <T extends { readonly id: string; readonly name: string }>(
    kind: string,
    part: Part,
    entities: readonly T[],
    remarks: (entity: T) => string,
  ): T | null => {
    const mark = markOf(host, part);
    const usual = nameOf(host, part);
    const isOurs = (entity: T): boolean =>
      adopted.includes(entity.id) || entity.name === mark || remarks(entity).includes(mark);
    // A listing that knows no pages answers the same ones again.
    const ours = [...new Map(entities.filter(isOurs).map((entity) => [entity.id, entity])).values()];
    const alike = entities.filter((entity) => entity.name === usual && !isOthers(remarks(entity)));
    const [first = null] = ours;
    if (ours.length > 1) {
      doubles.push(
        `Two of ${kind} are marked as this installation's (${ours.map(({ id }) => id).join(", ")}): delete the one that is not used, then run again.`,
      );
    } else if (first === null && alike.length > 0) {
      strangers.push(
        `${kind} has "${usual}" (${alike.map(({ id }) => id).join(", ")}), which this command did not make: rename it, or take it over with --adopt ${alike[0]?.id ?? ""}.`,
      );
    }
    return first;
  };
  const ofType = (type: keyof typeof integrationTypes): IntegrationEntity | null =>
    one(
      `Integrations of the type ${integrationTypes[type]}`,
      type,
      integrations.value.filter(({ integrationType }) => integrationType.id === integrationTypes[type]),
      ({ notes }) => notes,
    );
  const dataActions = ofType("data actions");
  const present: Present = {
    clients: usable,
    widgetClient: one("OAuth", "widget client", usable, ({ description }) => description),
    pipelineClient: one("OAuth", "pipeline client", usable, ({ description }) => description),
    role: one("Roles", "pipeline role", roles.value, ({ description }) => description),
    widget: ofType("widget"),
    events: ofType("events"),
    dataActions,
    credential: one("Credentials", "service key", credentials.value, ({ name }) => name),
    actions: actions.value.filter(({ integrationId }) => dataActions !== null && integrationId === dataActions.id),
  };
  return { ok: true, value: { present, doubles, strangers } };
}

/** Another installation's of this product, in the same organisation: no reason to ask. */
function isOthers(remarks: string): boolean {
  return remarks.includes("[customer-journey ");
}
