import type { Agent, Directory, OAuthClient } from "../organization/directory.ts";

export type GrantType = "TOKEN" | "CODE" | "CLIENT-CREDENTIALS";

export interface RoleDivision {
  readonly roleId: string;
  readonly divisionId: string;
}

export interface ClientRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly authorizedGrantType: GrantType;
  readonly accessTokenValiditySeconds: number;
  readonly registeredRedirectUri: readonly string[];
  readonly scope: readonly string[];
  readonly roleDivisions: readonly RoleDivision[];
  readonly state: "active" | "inactive";
  readonly secret: string | null;
  /** What the client was given without a role, when the desk opened. */
  readonly permissions: readonly string[];
}

export interface RoleRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissionPolicies: readonly {
    readonly domain: string;
    readonly entityName: string;
    readonly actionSet: readonly string[];
  }[];
}

export interface IntegrationRecord {
  readonly id: string;
  readonly typeId: string;
  readonly name: string;
  readonly notes: string;
  readonly intendedState: "ENABLED" | "DISABLED";
  readonly version: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly advanced: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, { readonly id: string }>>;
}

export interface CredentialRecord {
  readonly id: string;
  readonly name: string;
  readonly typeName: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ActionRecord {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly integrationId: string;
  readonly secure: boolean;
  readonly version: number;
  readonly contract: unknown;
  readonly timeoutSeconds: number | undefined;
  readonly request: Readonly<Record<string, unknown>> & { readonly requestTemplate: string };
  readonly response: Readonly<Record<string, unknown>> & { readonly successTemplate: string };
}

/** What administrators of the organisation can change, as it is now. */
export interface Records {
  readonly clients: Map<string, ClientRecord>;
  readonly roles: Map<string, RoleRecord>;
  readonly integrations: Map<string, IntegrationRecord>;
  readonly credentials: Map<string, CredentialRecord>;
  readonly actions: Map<string, ActionRecord>;
  /** `subject division role` of every grant to a user or a client that was made by itself. */
  readonly grants: Set<string>;
  /** The clients that can sign in now, kept up to date by {@link refreshClients}. */
  readonly signIn: OAuthClient[];
}

export function createRecords(directory: Directory): Records & { readonly directory: Directory } {
  const signIn = [...directory.clients];
  return {
    clients: new Map(directory.clients.map((client) => [client.id, recordOf(client)])),
    roles: new Map(),
    integrations: new Map(),
    credentials: new Map(),
    actions: new Map(),
    grants: new Set(),
    signIn,
    directory: { ...directory, clients: signIn },
  };
}

const grantTypes = { TOKEN: "TOKEN", CODE: "CODE", CLIENT_CREDENTIALS: "CLIENT-CREDENTIALS" } as const;
const grantsByType = { TOKEN: "TOKEN", CODE: "CODE", "CLIENT-CREDENTIALS": "CLIENT_CREDENTIALS" } as const;

function recordOf(client: OAuthClient): ClientRecord {
  return {
    id: client.id,
    name: client.name,
    description: "",
    authorizedGrantType: grantTypes[client.grant],
    accessTokenValiditySeconds: 86_400,
    registeredRedirectUri: client.redirectUris,
    scope: [],
    roleDivisions: [],
    state: "active",
    secret: client.secret,
    permissions: client.permissions,
  };
}

/** After every change of a client or a role: who can sign in, and what their tokens may do. */
export function refreshClients(records: Records): void {
  const active = [...records.clients.values()].filter(({ state }) => state === "active");
  records.signIn.splice(
    0,
    records.signIn.length,
    ...active.map((record) => ({
      id: record.id,
      name: record.name,
      grant: grantsByType[record.authorizedGrantType],
      redirectUris: record.registeredRedirectUri,
      secret: record.secret,
      permissions: [...record.permissions, ...permissionsOf(records, record.roleDivisions)],
    })),
  );
}

export function permissionsOf(records: Records, roleDivisions: readonly RoleDivision[]): readonly string[] {
  return roleDivisions.flatMap(({ roleId }) =>
    (records.roles.get(roleId)?.permissionPolicies ?? []).flatMap(({ domain, entityName, actionSet }) =>
      actionSet.map((action) => `${domain}:${entityName}:${action}`),
    ),
  );
}

/** Roles in divisions that a caller holds: a user's grants, or a client's own and those granted to it. */
export function heldBy(
  records: Records,
  caller: { readonly agent: Agent | null; readonly client: OAuthClient },
): readonly RoleDivision[] {
  const subject = caller.agent?.id ?? caller.client.id;
  const granted = [...records.grants].flatMap((grant) => {
    const [subjectId, divisionId = "", roleId = ""] = grant.split(" ");
    return subjectId === subject ? [{ roleId, divisionId }] : [];
  });
  const own = caller.agent === null ? (records.clients.get(caller.client.id)?.roleDivisions ?? []) : [];
  return [...own, ...granted];
}
