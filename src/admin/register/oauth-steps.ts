import type { Models } from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import type { Answer } from "../genesys/answer.ts";
import type { AdminCaller } from "../genesys/caller.ts";
import { differences, sameSet } from "./differences.ts";
import { type ClientEntity, clientEntity, type Present, roleEntity } from "./present.ts";
import { pipelineClient, pipelineRole, widgetClient, type Wish } from "./wanted.ts";
import { anything, untilKnown, write, type Work } from "./work.ts";

const clientsPath = "/api/v2/oauth/clients";
const rolesPath = "/api/v2/authorization/roles";
const madeClient = z.extend(clientEntity, { secret: z.optional(z.string()) });

export async function settleRole(work: Work, wish: Wish, { role }: Present): Promise<Answer<string>> {
  const wanted = pipelineRole(wish);
  const what = `role "${wanted.name}"`;
  const permissions = permissionsIn(wanted.permissionPolicies ?? []);
  if (!role) {
    const made = await write(
      work,
      { sign: "+", what, lines: permissions },
      { method: "POST", path: rolesPath, body: wanted, answer: roleEntity },
      { id: newOne("role"), name: wanted.name, description: "", permissionPolicies: [] },
    );
    return made.ok ? { ok: true, value: made.value.id } : made;
  }
  const held = permissionsIn(role.permissionPolicies);
  const lines = [
    ...differences({ name: wanted.name, description: wanted.description }, role),
    ...permissions.filter((one) => !held.includes(one)).map((one) => `+ ${one}`),
    ...held.filter((one) => !permissions.includes(one)).map((one) => `- ${one}`),
  ];
  if (lines.length === 0) work.tell({ sign: "=", what });
  else {
    const body = wanted satisfies Models.DomainOrganizationRoleUpdate;
    const request = { method: "PUT", path: `${rolesPath}/${role.id}`, body, answer: anything } as const;
    const changed = await write(work, { sign: "~", what, lines }, request, null);
    if (!changed.ok) return changed;
  }
  return { ok: true, value: role.id };
}

interface Policy {
  readonly domain?: string;
  readonly entityName?: string;
  readonly actionSet?: readonly string[];
}

function permissionsIn(policies: readonly Policy[]): readonly string[] {
  return policies.flatMap(({ domain = "", entityName = "", actionSet = [] }) =>
    actionSet.map((action) => `${domain}:${entityName}:${action}`),
  );
}

export interface SettledClient {
  readonly id: string;
  /** Genesys Cloud tells it once, when it makes the client. */
  readonly secret: string | null;
}

export async function settlePipelineClient(
  work: Work,
  wish: Wish,
  present: Present,
  caller: AdminCaller,
  roleId: string,
): Promise<Answer<SettledClient>> {
  const wanted = pipelineClient(wish, roleId);
  return withRole(work, wish, caller, roleId, present.pipelineClient, () =>
    settleClient(work, wanted, present.pipelineClient),
  );
}

export function settleWidgetClient(work: Work, wish: Wish, present: Present): Promise<Answer<SettledClient>> {
  const wanted = widgetClient(wish, present.widgetClient?.registeredRedirectUri ?? []);
  return settleClient(work, wanted, present.widgetClient);
}

async function settleClient(
  work: Work,
  wanted: Models.OAuthClientRequest,
  present: ClientEntity | null,
): Promise<Answer<SettledClient>> {
  const what = `OAuth client "${wanted.name}"`;
  if (!present) {
    const lines = [`grant: ${wanted.authorizedGrantType}`, ...(wanted.registeredRedirectUri ?? [])];
    const made = await write(
      work,
      { sign: "+", what, lines },
      { method: "POST", path: clientsPath, body: wanted, answer: madeClient },
      madeClient.parse({ id: newOne("client"), authorizedGrantType: wanted.authorizedGrantType }),
    );
    return made.ok ? { ok: true, value: { id: made.value.id, secret: made.value.secret ?? null } } : made;
  }
  const { registeredRedirectUri = [], scope = [], roleDivisions = [], ...plain } = wanted;
  const lines = [
    ...differences(plain, present),
    ...(sameSet(registeredRedirectUri, present.registeredRedirectUri)
      ? []
      : differences({ registeredRedirectUri }, present)),
    ...(sameSet(scope, present.scope) ? [] : differences({ scope }, present)),
    ...(sameSet(roleDivisions, present.roleDivisions) ? [] : differences({ roleDivisions }, present)),
  ];
  if (lines.length === 0) work.tell({ sign: "=", what });
  else {
    const request = { method: "PUT", path: `${clientsPath}/${present.id}`, body: wanted, answer: anything } as const;
    const changed = await write(work, { sign: "~", what, lines }, request, null);
    if (!changed.ok) return changed;
  }
  return { ok: true, value: { id: present.id, secret: null } };
}

/** A new secret for a client whose own nobody has any more; whoever still uses the old one is shut out. */
export async function renewSecret(work: Work, { id, name }: ClientEntity): Promise<Answer<string | null>> {
  const renewed = await write(
    work,
    { sign: "~", what: `secret of the OAuth client "${name}"` },
    { method: "POST", path: `${clientsPath}/${id}/secret`, answer: madeClient },
    madeClient.parse({ id, authorizedGrantType: "CLIENT-CREDENTIALS" }),
  );
  return renewed.ok ? { ok: true, value: renewed.value.secret ?? null } : renewed;
}

/**
 * Genesys Cloud lets nobody give a client a role that they do not hold themselves: the caller holds the new one while
 * the client is made.
 */
async function withRole<T>(
  work: Work,
  wish: Wish,
  caller: AdminCaller,
  roleId: string,
  present: ClientEntity | null,
  run: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const isGiven = (divisionId: string): boolean =>
    present?.roleDivisions.some((one) => one.roleId === roleId && one.divisionId === divisionId) === true;
  const lent = wish.divisionIds.filter((divisionId) => !isGiven(divisionId) && !caller.holds(roleId, divisionId));
  if (lent.length === 0 || work.isDry) return run();

  const { id: subjectId, type: subjectType } = caller.subject;
  const grantOf = (divisionId: string) =>
    ({
      path: `/api/v2/authorization/subjects/${subjectId}/divisions/${encodeURIComponent(divisionId)}/roles/${roleId}`,
      answer: anything,
    }) as const;
  const takeBack = async (): Promise<void> => {
    for (const divisionId of lent) {
      const taken = await work.platform.ask({ ...grantOf(divisionId), method: "DELETE" });
      if (!taken.ok && taken.failure.kind !== "missing")
        work.byHand(`Take the role "${pipelineRole(wish).name}" from yourself again: ${taken.failure.sentence}`);
    }
  };
  for (const divisionId of lent) {
    const grant = { ...grantOf(divisionId), method: "POST", query: { subjectType }, isRepeatable: true } as const;
    const granted = await work.platform.ask(grant);
    if (granted.ok) continue;
    await takeBack();
    return granted;
  }
  const answer = await untilKnown(work, run);
  await takeBack();
  return answer;
}

/** What stands for an id in a dry run. */
export function newOne(what: string): string {
  return `(the new ${what})`;
}
