import type { Answer } from "../genesys/answer.ts";
import type { ClientEntity, IntegrationEntity, Present } from "./present.ts";
import { anything, untilKnown, write, type Work } from "./work.ts";

/** Takes away what carries this installation's mark, the panel first. What is gone already is no failure. */
export async function removeAll(work: Work, present: Present): Promise<Answer<null>> {
  const { widget, events, dataActions, actions, credential, widgetClient, pipelineClient, role } = present;
  const integrations = "/api/v2/integrations";
  const integration = (entity: IntegrationEntity | null): readonly Doomed[] =>
    entity ? [{ what: named(entity, "integration"), path: `${integrations}/${entity.id}` }] : [];
  const doomed: readonly Doomed[] = [
    ...integration(widget),
    ...integration(events),
    ...actions.map((action) => ({
      what: named(action, "Data Action"),
      path: `${integrations}/actions/${action.id}`,
    })),
    ...integration(dataActions),
    ...(credential
      ? [{ what: "credential of the Data Actions", path: `${integrations}/credentials/${credential.id}` }]
      : []),
    ...[widgetClient, pipelineClient].flatMap((client) =>
      client ? [{ what: named(client, "OAuth client"), path: `/api/v2/oauth/clients/${client.id}`, client }] : [],
    ),
    ...(role ? [{ what: named(role, "role"), path: `/api/v2/authorization/roles/${role.id}` }] : []),
  ];
  for (const { what, path, client } of doomed) {
    if (client && client.state === "active") {
      const stopped = await stopClient(work, path, client);
      if (!stopped.ok && stopped.failure.kind !== "missing") return stopped;
    }
    const remove = (): Promise<Answer<unknown>> =>
      write(work, { sign: "-", what }, { method: "DELETE", path, answer: anything }, null);
    const removed = await untilKnown(work, remove);
    if (!removed.ok && removed.failure.kind !== "missing") return removed;
  }
  work.byHand(
    "The configuration files, the secrets file and everything the service has stored are left as they are: stop the service and delete them yourself.",
  );
  return { ok: true, value: null };
}

function named({ name }: { readonly name: string }, what: string): string {
  return `${what} "${name}"`;
}

interface Doomed {
  readonly what: string;
  readonly path: string;
  readonly client?: ClientEntity;
}

/** Genesys Cloud deletes an OAuth client only when it is inactive. */
async function stopClient(work: Work, path: string, client: ClientEntity): Promise<Answer<unknown>> {
  const { id: _id, registeredRedirectUri, scope, roleDivisions, ...plain } = client;
  const body = {
    ...plain,
    registeredRedirectUri: [...registeredRedirectUri],
    scope: [...scope],
    roleDivisions: [...roleDivisions],
    state: "inactive",
  };
  const change = { sign: "~", what: `OAuth client "${client.name}"`, lines: ["→ inactive"] } as const;
  return write(work, change, { method: "PUT", path, body, answer: anything }, null);
}
