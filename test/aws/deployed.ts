import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { createJourneyStack } from "../../src/aws/journey-stack.ts";
import { readOptions } from "../../src/aws/options.ts";
import { describeInstallation, type Installation } from "../../src/service/aws/installation.ts";

export const organizationId = "32aa07aa-0000-4000-8000-000000000001";

export const serviceConfiguration = {
  organizations: [
    {
      id: organizationId,
      environments: ["mypurecloud.ie"],
      oauthClientIds: ["widget"],
      client: { id: "pipeline", secretEnv: "GENESYS_CLIENT_SECRET" },
      identityResolver: { url: "https://crm.example.com/resolve", secretEnv: "CRM_KEY" },
      retentionDays: { interactions: 400 },
      frameAncestors: ["https://acme.lightning.force.com"],
    },
  ],
};
export const widgetConfiguration = {
  oauth: { clientId: "widget", grant: "pkce" },
  uicApi: { baseUrl: "" },
  genesys: { environments: ["mypurecloud.ie"] },
};

export function installationOf(
  service: object = serviceConfiguration,
  widget: object = widgetConfiguration,
): Installation {
  const described = describeInstallation({ service: JSON.stringify(service), widget: JSON.stringify(widget) });
  if (!described.ok) throw new Error(described.faults.join(" "));
  return described.value;
}

/** What CloudFormation is given for an installation. */
export function templateOf(args: readonly string[] = [], installation: Installation = installationOf()): Template {
  const read = readOptions(args);
  if (!read.ok) throw new Error(read.faults.join(" "));
  const folder = mkdtempSync(join(tmpdir(), "cdk-"));
  try {
    const assetFolder = join(folder, "functions");
    mkdirSync(assetFolder);
    writeFileSync(join(assetFolder, "index.mjs"), "");
    const app = new App({ outdir: join(folder, "out"), analyticsReporting: false });
    const stack = createJourneyStack(app, { options: read.options, installation, assetFolder });
    return Template.fromStack(stack);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
