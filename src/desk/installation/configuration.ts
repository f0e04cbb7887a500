import { createHash } from "node:crypto";
import type { z } from "zod/mini";
import type { widgetConfig } from "../../contract/widget-config.ts";
import { demoIds, demoWrapUpResolution } from "../organization/directory.ts";

export interface InstallationFacts {
  readonly grant: "implicit" | "pkce";
  readonly deskPort: number;
  readonly widgetOrigin: string;
  readonly serviceKeys: { readonly eventFeed: string; readonly bot: string };
  readonly settleSeconds: number;
}

/** The environment variable under which the service finds the pipeline's client secret. */
export const pipelineSecretVariable = "GENESYS_CLIENT_SECRET";

/** `config.json`: what an administrator deploys beside the widget. */
export function widgetConfiguration({ grant, deskPort }: InstallationFacts): z.input<typeof widgetConfig> {
  return {
    oauth: { clientId: grant === "pkce" ? demoIds.pkceClient : demoIds.implicitClient, grant },
    uicApi: { baseUrl: "" },
    genesys: {
      environments: ["mypurecloud.ie"],
      gateway: { protocol: "http", host: "localhost", port: deskPort },
    },
  };
}

/** `uic.config.json`: the service's one organisation. */
export function serviceConfiguration(
  facts: InstallationFacts,
  organization: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    organizations: [
      {
        id: demoIds.organization,
        environments: ["mypurecloud.ie"],
        oauthClientIds: [demoIds.implicitClient, demoIds.pkceClient],
        widgetOrigins: [facts.widgetOrigin],
        apiOrigin: `http://localhost:${String(facts.deskPort)}`,
        client: { id: demoIds.pipelineClient, secretEnv: pipelineSecretVariable },
        serviceKeys: [
          { name: "event-feed", sha256: sha256(facts.serviceKeys.eventFeed), scopes: ["events:write"] },
          {
            name: "bot",
            sha256: sha256(facts.serviceKeys.bot),
            scopes: ["contexts:read", "contexts:write", "events:write", "privacy"],
          },
        ],
        // The demo's customers have been with the company since 2019.
        retentionDays: { interactions: 3650, sessions: 30, audit: 365 },
        wrapUpResolution: demoWrapUpResolution,
        escalationQueues: [demoIds.billingTier2Queue, "Billing tier 2"],
        blockedIdentifiers: ["+94112000100", "+94112000111"],
        collectedAttributes: ["accountNumber", "ticketId", "customerName"],
        defaultRegion: "LK",
        retry: { attempts: 8, firstSeconds: 0.5, maxSeconds: 30 },
        settleSeconds: facts.settleSeconds,
        ...organization,
      },
    ],
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
