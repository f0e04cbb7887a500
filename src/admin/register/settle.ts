import type { Answer } from "../genesys/answer.ts";
import type { AdminCaller } from "../genesys/caller.ts";
import {
  keyHashes,
  serviceMembers,
  sha256,
  widgetMembers,
  writeMembers,
  type Installed,
} from "./configuration-files.ts";
import { settleActions, settleCredential } from "./data-action-steps.ts";
import { settleIntegration } from "./integration-steps.ts";
import { renewSecret, settlePipelineClient, settleRole, settleWidgetClient } from "./oauth-steps.ts";
import type { Options } from "./options.ts";
import type { Present } from "./present.ts";
import type { RegisterDeps } from "./register.ts";
import type { Secrets } from "./secrets.ts";
import { eventSettings, widgetSettings, type Wish } from "./wanted.ts";
import type { Work } from "./work.ts";

interface Everything {
  readonly deps: Pick<RegisterDeps, "files" | "newKey" | "env" | "gateway" | "signIn">;
  readonly options: Options;
  readonly wish: Wish;
  readonly caller: AdminCaller;
  readonly present: Present;
  readonly secrets: Secrets;
  readonly widgetFile: Readonly<Record<string, unknown>> | null;
  readonly serviceFile: Readonly<Record<string, unknown>> | null;
}

const clientSecretVariable = "GENESYS_CLIENT_SECRET";
const identifierKeyVariable = "UIC_IDENTIFIER_KEY";
const serviceKeys = [
  { name: "event-feed", variable: "UIC_KEY_EVENT_FEED", scopes: ["events:write"] },
  { name: "data-actions", variable: "UIC_KEY_DATA_ACTIONS", scopes: ["contexts:read", "contexts:write"] },
] as const;

/** Makes everything in an order in which each step finds what it needs; the panel comes last, when all it needs is there. */
export async function settleAll(work: Work, all: Everything): Promise<Answer<null>> {
  const { deps, options, wish, caller, present, secrets } = all;
  const role = await settleRole(work, wish, present);
  if (!role.ok) return role;
  const pipeline = await settlePipelineClient(work, wish, present, caller, role.value);
  if (!pipeline.ok) return pipeline;
  if (pipeline.value.secret !== null) secrets.put(clientSecretVariable, pipeline.value.secret);
  const secret = await keepSecret(work, all);
  if (!secret.ok) return secret;
  const widget = await settleWidget(work, all);
  if (!widget.ok) return widget;

  const keys = settleKeys(work, all);
  const actionKey = keys.find(({ name }) => name === "data-actions");
  const toTell = present.credential === null || actionKey?.isNew === true ? (actionKey?.key ?? null) : null;
  const actions = await settleDataActions(work, all, toTell);
  if (!actions.ok) return actions;
  const events = await settleEvents(work, all);
  if (!events.ok) return events;

  const installed: Installed = {
    organizationId: caller.organization.id,
    environment: options.environment,
    gateway: deps.gateway,
    widget: widget.value,
    pipeline: { id: pipeline.value.id, secretEnv: clientSecretVariable },
    serviceKeys: keys.flatMap(({ name, key, scopes }) => (key === null ? [] : [{ name, key, scopes }])),
  };
  const hasIdentifierKey =
    secrets.get(identifierKeyVariable) !== null || (deps.env[identifierKeyVariable] ?? "") !== "";
  if (all.serviceFile === null && !hasIdentifierKey) {
    secrets.put(identifierKeyVariable, deps.newKey());
    work.tell({ sign: "+", what: `${identifierKeyVariable} in ${secrets.path}` });
  }
  const { files } = deps;
  writeMembers(files, options.widgetConfig, all.widgetFile, widgetMembers(all.widgetFile, installed), work);
  writeMembers(files, options.serviceConfig, all.serviceFile, serviceMembers(all.serviceFile, installed), work);

  const panel = await settleIntegration(work, wish, {
    part: "widget",
    present: present.widget,
    settings: (standing) => widgetSettings(wish, standing),
  });
  if (!panel.ok) return panel;
  const { groups } = panel.value.properties;
  if (!Array.isArray(groups) || groups.length === 0)
    work.byHand('Name who sees the panel: run again with --groups "A group,Another group".');
  return { ok: true, value: null };
}

async function settleWidget(work: Work, { options, wish, present }: Everything): Promise<Answer<Installed["widget"]>> {
  const { implicitClient: clientId } = options;
  if (clientId === null) {
    const made = await settleWidgetClient(work, wish, present);
    return made.ok ? { ok: true, value: { clientId: made.value.id, grant: "pkce" } } : made;
  }
  const client = present.clients.find(({ id }) => id === clientId);
  if (client && !client.registeredRedirectUri.includes(`${wish.url}/`))
    work.byHand(`Add ${wish.url}/ to the authorized redirect URIs of the OAuth client "${client.name}".`);
  work.byHand(
    "Genesys Cloud switches the implicit grant off: leave --implicit-client out and run again before it does.",
  );
  return { ok: true, value: { clientId, grant: "implicit" } };
}

/** Genesys Cloud tells a client's secret once; where it is lost, another one is made only if that is asked for. */
async function keepSecret(work: Work, { options, present, secrets, deps }: Everything): Promise<Answer<null>> {
  const { pipelineClient } = present;
  if (pipelineClient === null) return { ok: true, value: null };
  const secret = secrets.get(clientSecretVariable) ?? deps.env[clientSecretVariable] ?? "";
  if (secret !== "") {
    const signedIn = await deps.signIn({ id: pipelineClient.id, secret });
    if (signedIn.ok) return { ok: true, value: null };
    if (signedIn.failure.kind !== "unauthenticated") return signedIn;
  }
  if (!options.newSecrets) {
    work.byHand(
      `${secrets.path} does not have the right ${clientSecretVariable}, and Genesys Cloud does not tell it again: put it there, or run again with --new-secrets, which shuts out whoever still uses it.`,
    );
    return { ok: true, value: null };
  }
  const renewed = await renewSecret(work, pipelineClient);
  if (!renewed.ok) return renewed;
  if (renewed.value !== null) secrets.put(clientSecretVariable, renewed.value);
  return { ok: true, value: null };
}

interface Key {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Null when only its hash is known here, which stays. */
  readonly key: string | null;
  readonly isNew: boolean;
}

/** A key is written to the secrets file before anybody else is told, so that it cannot be lost half way. */
function settleKeys(work: Work, { options, caller, secrets, serviceFile, deps }: Everything): readonly Key[] {
  const hashes = keyHashes(serviceFile, caller.organization.id);
  return serviceKeys.map(({ name, variable, scopes }) => {
    const known = secrets.get(variable);
    const hash = hashes.get(name);
    if (known !== null) return { name, scopes, key: known, isNew: hash !== sha256(known) };
    if (hash !== undefined && !options.newSecrets) return { name, scopes, key: null, isNew: false };
    const key = deps.newKey();
    secrets.put(variable, key);
    work.tell({ sign: "+", what: `service key "${name}", ${variable} in ${secrets.path}` });
    return { name, scopes, key, isNew: true };
  });
}

async function settleDataActions(
  work: Work,
  { wish, present }: Everything,
  newKey: string | null,
): Promise<Answer<null>> {
  if (present.credential === null && newKey === null) {
    work.byHand("The key of the Data Actions is not in the secrets file: run again with --new-secrets to make them.");
    return { ok: true, value: null };
  }
  const credential = await settleCredential(work, wish, present.credential, newKey);
  if (!credential.ok) return credential;
  const integration = await settleIntegration(work, wish, {
    part: "data actions",
    present: present.dataActions,
    settings: (standing) => standing,
    credentialId: credential.value,
  });
  if (!integration.ok) return integration;
  return settleActions(work, wish, integration.value, present.actions);
}

async function settleEvents(work: Work, { wish, present, caller, secrets }: Everything): Promise<Answer<null>> {
  const { aws } = wish;
  if (aws === null) {
    if (present.events === null)
      work.byHand(
        "Run again with --aws-account and --aws-region: without the event feed no ended conversation is recorded.",
      );
    return { ok: true, value: null };
  }
  const settled = await settleIntegration(work, wish, {
    part: "events",
    present: present.events,
    settings: (standing) => eventSettings(aws, standing),
  });
  if (!settled.ok) return settled;
  if (!settled.value.isChanged) return { ok: true, value: null };
  work.byHand(
    `In AWS (${aws.region}): associate the partner event source aws.partner/genesys.com/cloud/${caller.organization.id}/${aws.suffix} with an event bus, and send its events to POST ${wish.url}/v1/events/genesys with "Authorization: Bearer" and UIC_KEY_EVENT_FEED of ${secrets.path}.`,
  );
  return { ok: true, value: null };
}
