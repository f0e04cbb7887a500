import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "../contract/routes.ts";
import type { InteractionRequest } from "../contract/writes.ts";
import type { SettingsPatch } from "./control/requests.ts";
import {
  type InstallationFacts,
  pipelineSecretVariable,
  serviceConfiguration,
  widgetConfiguration,
} from "./installation/configuration.ts";
import { freePort } from "./installation/free-port.ts";
import { demoHistories } from "./installation/histories.ts";
import { demoPeople } from "./installation/people.ts";
import { seedInteractions } from "./installation/seed.ts";
import { createServiceProcess, type ServiceProcess } from "./installation/service-process.ts";
import { demoDirectory, demoIds } from "./organization/directory.ts";
import { systemRuntime } from "./runtime.ts";
import { type Desk, startDesk } from "./server.ts";

export interface InstallationOptions {
  /** 0 or left out: any free port. */
  readonly deskPort?: number;
  readonly servicePort?: number;
  readonly grant?: "implicit" | "pkce";
  /** The demo's customers with their past, a past of one's own, or none. */
  readonly seed?: "demo" | "none" | readonly InteractionRequest[];
  /** Where configuration and store live. Left out: a temporary folder that goes with the installation. */
  readonly folder?: string;
  readonly settings?: SettingsPatch;
  /** What is served in the widget's place. */
  readonly widgetFolder?: string;
  readonly settleSeconds?: number;
  /** Further members of the service's organisation in `uic.config.json`, or other values for them. */
  readonly organization?: Readonly<Record<string, unknown>>;
}

/** A whole installation: desk, service and widget, as `npm start` and Playwright use it. */
export interface Installation {
  readonly desk: Desk;
  readonly service: ServiceProcess;
  readonly widgetOrigin: string;
  /** Service keys of the organisation: what bots and the event feed hold. */
  readonly keys: InstallationFacts["serviceKeys"];
  readonly folder: string;
  /** Adds to the past of customers through the public API. */
  seed(histories: readonly InteractionRequest[]): Promise<void>;
  stop(): Promise<void>;
}

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Brings everything up and resolves when the service is ready and seeded. Needs `npm run build` before. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const runtime = systemRuntime();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "customer-journey-")));
  const servicePort = options.servicePort || (await freePort());
  const deskPort = options.deskPort || (await freePort());
  const widgetOrigin = `http://127.0.0.1:${String(servicePort)}`;
  const pipelineSecret = runtime.newSecret();
  const facts: InstallationFacts = {
    grant: options.grant ?? "implicit",
    deskPort,
    widgetOrigin,
    serviceKeys: { eventFeed: runtime.newSecret(), bot: runtime.newSecret() },
    settleSeconds: options.settleSeconds ?? 1,
  };
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of running.splice(0).toReversed()) await end();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };

  try {
    const paths = await writeConfiguration(folder, facts, options.organization ?? {});
    const service = createServiceProcess({
      port: servicePort,
      logFile: join(folder, "service.log"),
      variables: {
        UIC_PORT: String(servicePort),
        UIC_HOST: "127.0.0.1",
        UIC_STORE: `sqlite:${join(folder, "uic.db")}`,
        UIC_CONFIG: paths.service,
        UIC_IDENTIFIER_KEY: await identifierKey(folder, runtime.newSecret),
        UIC_WIDGET: options.widgetFolder ?? join(dist, "widget"),
        UIC_WIDGET_CONFIG: paths.widget,
        [pipelineSecretVariable]: pipelineSecret,
      },
    });
    running.push(() => service.stop());
    const desk = await startDesk({
      port: deskPort,
      directory: demoDirectory([`${widgetOrigin}/`], pipelineSecret),
      agentId: demoIds.agent,
      widgetOrigin,
      eventTarget: { url: `${widgetOrigin}${routes.genesysEvents()}`, key: facts.serviceKeys.eventFeed },
      people: demoPeople,
      settings: options.settings ?? {},
      pageFolder: join(dist, "desk"),
      runtime,
    });
    running.push(() => desk.stop());
    const seed = (histories: readonly InteractionRequest[]) =>
      seedInteractions(service.origin, facts.serviceKeys.bot, histories);
    await service.start();
    const past = options.seed ?? "demo";
    if (past !== "none") await seed(past === "demo" ? demoHistories(runtime.clock.now()) : past);
    return { desk, service, widgetOrigin, keys: facts.serviceKeys, folder, seed, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function writeConfiguration(
  folder: string,
  facts: InstallationFacts,
  organization: Readonly<Record<string, unknown>>,
): Promise<{ readonly widget: string; readonly service: string }> {
  await mkdir(folder, { recursive: true });
  const widget = join(folder, "config.json");
  const service = join(folder, "uic.config.json");
  await writeFile(widget, JSON.stringify(widgetConfiguration(facts), null, 2));
  await writeFile(service, JSON.stringify(serviceConfiguration(facts, organization), null, 2));
  return { widget, service };
}

/** A store that is kept needs the key that its identifiers were hashed under. */
async function identifierKey(folder: string, newSecret: () => string): Promise<string> {
  const file = join(folder, "identifier.key");
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return kept;
  const fresh = newSecret();
  await writeFile(file, fresh, { mode: 0o600 });
  return fresh;
}
