import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { App } from "aws-cdk-lib";
import { readInstallation } from "./installation.ts";
import { createJourneyStack } from "./journey-stack.ts";
import { readOptions, type Options } from "./options.ts";

/** `npm run synth -- --name value …`: writes what CloudFormation is given, without network or credentials. */
const bundle = resolve("dist/lambda");
const read = readOptions(process.argv.slice(2));
if (!read.ok) fail(read.faults);
else await synth(read.options);

async function synth(options: Options): Promise<void> {
  const service = readText(options.config);
  const widget = readText(options["widget-config"]);
  if (service === null)
    return fail([`--config: ${resolve(options.config)} cannot be read; npm run register writes it.`]);
  if (widget === null)
    return fail([`--widget-config: ${resolve(options["widget-config"])} cannot be read; npm run register writes it.`]);
  const installation = await readInstallation(bundle, { service, widget });
  if (!installation.ok) return fail(installation.faults);
  const assetFolder = mkdtempSync(join(tmpdir(), "customer-journey-"));
  try {
    cpSync(bundle, assetFolder, { recursive: true });
    cpSync(options.config, join(assetFolder, "uic.config.json"));
    const app = new App({
      outdir: resolve(options.output),
      analyticsReporting: false,
      // What CloudFormation would refuse is refused here, not in the middle of a deployment.
      context: { "@aws-cdk/core:validateAgainstDefaultRules": true },
    });
    createJourneyStack(app, { options, installation: installation.value, assetFolder });
    app.synth();
  } finally {
    rmSync(assetFolder, { recursive: true, force: true });
  }
  process.stdout.write(`${resolve(options.output)} holds the stack ${options.name}.\n`);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function fail(faults: readonly string[]): void {
  process.stderr.write(`Nothing was written:\n${faults.map((fault) => `- ${fault}\n`).join("")}`);
  process.exitCode = 1;
}
