import type { RegionDomain, TargetEnvironment } from "../../contract/regions.ts";

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly permissions: readonly string[];
  readonly groupIds: readonly string[];
  readonly queueIds: readonly string[];
  readonly licenses: readonly string[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** An OAuth client of the organisation, with the grant it is registered for. */
export interface OAuthClient {
  readonly id: string;
  readonly name: string;
  readonly grant: "TOKEN" | "CODE" | "CLIENT_CREDENTIALS";
  readonly redirectUris: readonly string[];
  readonly secret: string | null;
  /** What a token of this client may do when no agent stands behind it. */
  readonly permissions: readonly string[];
}

/** Everything the platform API knows about the organisation besides its conversations. */
export interface Directory {
  readonly organization: Named;
  readonly environment: RegionDomain;
  readonly targetEnvironment: TargetEnvironment;
  readonly divisionId: string;
  readonly agents: readonly Agent[];
  readonly queues: readonly Named[];
  readonly groups: readonly Named[];
  readonly wrapUpCodes: readonly Named[];
  readonly clients: readonly OAuthClient[];
  /** Where customers reach the organisation, by kind of address. */
  readonly lines: {
    readonly voice: string;
    readonly sms: string;
    readonly email: string;
    readonly whatsapp: string;
    readonly messenger: string;
  };
}

const agentPermissions = [
  "conversation:call:add",
  "directory:user:view",
  "routing:queue:view",
  "routing:wrapupCode:view",
] as const;

const pipelinePermissions = [
  "analytics:conversationDetail:view",
  "conversation:communication:view",
  "conversation:summary:view",
  "directory:user:view",
  "recording:recording:view",
  "routing:queue:view",
  "routing:wrapupCode:view",
  "speechAndTextAnalytics:data:view",
] as const;

/** What an administrator needs to register the product, and to take it away again. */
const adminPermissions = [
  "oauth:client:view",
  "oauth:client:add",
  "oauth:client:edit",
  "oauth:client:delete",
  "authorization:role:view",
  "authorization:role:add",
  "authorization:role:edit",
  "authorization:role:delete",
  "authorization:grant:add",
  "authorization:grant:delete",
  "integrations:integration:view",
  "integrations:integration:add",
  "integrations:integration:edit",
  "integrations:integration:delete",
  "integrations:action:view",
  "integrations:action:add",
  "integrations:action:edit",
  "integrations:action:delete",
  "routing:queue:view",
  "directory:user:view",
] as const;

/** The administrator's client of the demo, whose secret everybody may know: the desk listens on localhost only. */
export const demoAdminSecret = "desk-administrator";

/** Ids of the demo that configurations and tests refer to. */
export const demoIds = {
  organization: "7c1f4a52-0d3e-4b1a-9a55-2f6f0c9e8d10",
  implicitClient: "4e0c2a9b-6d55-4c0e-8a44-6c3a1f0b7d21",
  pkceClient: "b8d1f3c6-2f0a-4e6f-9b3d-51c7a2e9d032",
  pipelineClient: "e3a7c5d9-91b2-4f7c-8e60-0d4b6a8f2c43",
  agent: "0f6d2b1c-7a34-4e58-9c21-3b5e7d9f1a54",
  billingQueue: "3c9a5e7d-1b2f-4d60-8e3c-7a9b1d5f4e65",
  billingTier2Queue: "5d1b7f9c-3a4e-4c82-9f5d-8b1c3e7a6f76",
  careQueue: "7e3c9a1d-5b6f-4ea4-8a7e-9c2d4f8b1a87",
  careAgents: "5f7b9d1e-3a0c-4e62-84f5-7c9b1d3e5a01",
  billingAgents: "6a8c0e2f-4b1d-4f73-95a6-8d0c2e4f6b12",
  adminClient: "9b2d4f6a-8c0e-4a13-b5d7-1f3a5c7e9b24",
} as const;

/** The demo's organisation. `redirectUris` are where the widget may be sent back to after signing in. */
export function demoDirectory(redirectUris: readonly string[], pipelineSecret: string): Directory {
  return {
    organization: { id: demoIds.organization, name: "Lanka Telecom" },
    environment: "mypurecloud.ie",
    targetEnvironment: "prod-euw1",
    divisionId: "9f5e1c3b-7d8a-40c6-8b9f-1e4f6a8c3d98",
    agents: [
      demoAgent(demoIds.agent, "Tharushi Bandara", "Care agent"),
      demoAgent("1a7e3c5d-8b45-4f69-8d32-4c6f8e1a2b09", "Kasun Fernando", "Billing agent"),
      demoAgent("2b8f4d6e-9c56-4a7b-9e43-5d7a9f2b3c1a", "Amara Silva", "Care agent"),
      demoAgent("3c9a5e7f-ad67-4b8c-8f54-6e8b1a3c4d2b", "Dilan Wickramasinghe", "Sales agent"),
    ],
    queues: [
      { id: demoIds.billingQueue, name: "Billing" },
      { id: demoIds.billingTier2Queue, name: "Billing tier 2" },
      { id: demoIds.careQueue, name: "Customer care" },
    ],
    groups: [
      { id: demoIds.careAgents, name: "Care agents" },
      { id: demoIds.billingAgents, name: "Billing agents" },
    ],
    wrapUpCodes: [
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b01", name: "Billing dispute" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b02", name: "Billing dispute settled" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b03", name: "Plan upgrade" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b04", name: "Technical fault" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b05", name: "Technical fault repaired" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b06", name: "Passed to tier 2" },
      { id: "a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b07", name: "General question answered" },
    ],
    clients: [
      {
        id: demoIds.implicitClient,
        name: "Customer Journey",
        grant: "TOKEN",
        redirectUris,
        secret: null,
        permissions: [],
      },
      { id: demoIds.pkceClient, name: "Customer Journey", grant: "CODE", redirectUris, secret: null, permissions: [] },
      {
        id: demoIds.pipelineClient,
        name: "Customer Journey pipeline",
        grant: "CLIENT_CREDENTIALS",
        redirectUris: [],
        secret: pipelineSecret,
        permissions: pipelinePermissions,
      },
      {
        id: demoIds.adminClient,
        name: "Administration",
        grant: "CLIENT_CREDENTIALS",
        redirectUris: [],
        secret: demoAdminSecret,
        permissions: adminPermissions,
      },
    ],
    lines: {
      voice: "+94112000100",
      sms: "+94112000111",
      email: "care@lankatel.example",
      whatsapp: "94112000100",
      messenger: "103377260012345",
    },
  };
}

function demoAgent(id: string, name: string, title: string): Agent {
  const mailbox = name.toLowerCase().replaceAll(" ", ".");
  const isBilling = title.startsWith("Billing");
  return {
    id,
    name,
    title,
    email: `${mailbox}@lankatel.example`,
    permissions: agentPermissions,
    groupIds: [isBilling ? demoIds.billingAgents : demoIds.careAgents],
    queueIds: isBilling ? [demoIds.billingQueue, demoIds.billingTier2Queue] : [demoIds.careQueue, demoIds.billingQueue],
    licenses: ["cloudCX3"],
  };
}

/** How the demo's wrap-up codes decide an interaction's resolution, by name as in the service's configuration. */
export const demoWrapUpResolution = {
  "Billing dispute": "UNRESOLVED",
  "Billing dispute settled": "RESOLVED",
  "Plan upgrade": "RESOLVED",
  "Technical fault": "UNRESOLVED",
  "Technical fault repaired": "RESOLVED",
  "Passed to tier 2": "ESCALATED",
  "General question answered": "RESOLVED",
} as const;
