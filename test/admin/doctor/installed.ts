import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Wish } from "../../../src/admin/doctor/arguments.ts";
import { examine } from "../../../src/admin/doctor/doctor.ts";
import type { Finding, Section } from "../../../src/admin/doctor/finding.ts";
import type { DoctorDeps } from "../../../src/admin/doctor/patient.ts";
import { serviceConfiguration, widgetConfiguration } from "../../../src/desk/installation/configuration.ts";
import { freePort } from "../../../src/desk/installation/free-port.ts";
import { createServiceProcess, type ServiceProcess } from "../../../src/desk/installation/service-process.ts";
import { demoAdminSecret, demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { type Desk, startDesk } from "../../../src/desk/server.ts";

/** Keys of the service: one that may send events, one that may only read customers. */
export const keys = { events: "key-of-the-event-feed-0123456789", reader: "key-of-a-reader-0123456789" };
export const pipelineSecret = "pipeline-secret-of-the-doctor";
export const identifierKey = "identifier-key-of-the-doctor-0123456789";
export const agentEmail = "tharushi.bandara@lankatel.example";

export interface Installed {
  readonly desk: Desk;
  readonly service: ServiceProcess;
  /** The environment that the doctor runs in. */
  readonly env: Readonly<Record<string, string>>;
  examine(over?: Examination): Promise<Report>;
  stop(): Promise<void>;
}

interface Examination {
  readonly wish?: Partial<Wish>;
  readonly env?: Readonly<Record<string, string>>;
  readonly deps?: Partial<DoctorDeps>;
}

export interface Report {
  readonly sections: readonly Section[];
  /** What fails, and what to do about it. */
  readonly failing: readonly string[];
  readonly unseen: readonly string[];
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A desk and a real service as an admin would have set them up, with nothing wrong. */
export async function install(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  const port = await freePort();
  const widgetOrigin = `http://127.0.0.1:${String(port)}`;
  const desk = await startDesk({
    port: 0,
    directory: demoDirectory([`${widgetOrigin}/`], pipelineSecret),
    agentId: demoIds.agent,
    widgetOrigin,
    eventTarget: null,
    settings: { askConsent: "never" },
  });
  const serviceKeys = { eventFeed: keys.events, bot: keys.reader };
  const facts = { grant: "pkce", deskPort: desk.port, widgetOrigin, serviceKeys, settleSeconds: 0 } as const;
  const files = { service: join(folder, "uic.config.json"), widget: join(folder, "config.json") };
  writeFileSync(files.widget, JSON.stringify(widgetConfiguration(facts)));
  const organization = {
    serviceKeys: [
      { name: "event-feed", sha256: sha256(keys.events), scopes: ["events:write"] },
      { name: "reader", sha256: sha256(keys.reader), scopes: ["contexts:read"] },
    ],
  };
  writeFileSync(files.service, JSON.stringify(serviceConfiguration(facts, organization)));
  const env = {
    UIC_PORT: String(port),
    UIC_STORE: `sqlite:${join(folder, "uic.db")}`,
    UIC_CONFIG: files.service,
    UIC_WIDGET_CONFIG: files.widget,
    UIC_IDENTIFIER_KEY: identifierKey,
    GENESYS_CLIENT_SECRET: pipelineSecret,
    GENESYS_ADMIN_CLIENT_ID: demoIds.adminClient,
    GENESYS_ADMIN_CLIENT_SECRET: demoAdminSecret,
    UIC_KEY_EVENT_FEED: keys.events,
  };
  const service = createServiceProcess({ port, variables: env, logFile: join(folder, "service.log") });
  await service.start();
  addIntegrations(desk, widgetOrigin);
  giveDivision(desk, "*");
  return {
    desk,
    service,
    env,
    examine: async ({ wish = {}, env: more = {}, deps = {} } = {}) =>
      reportOf(
        await examine(
          { ...systemDeps, env: { ...env, ...more }, ...deps },
          { service: null, agent: agentEmail, conversation: null, organization: null, json: false, ...wish },
        ),
      ),
    async stop() {
      await service.stop();
      await desk.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const systemDeps = {
  readText: (path: string) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return null;
    }
  },
  isDirectory: (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  fetch,
  now: Date.now,
  wait: (milliseconds: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(milliseconds, 50));
    }),
  newId: randomUUID,
};

/** The interaction widget and the event source, as `npm run register` leaves them. */
function addIntegrations({ administration: { records } }: Desk, widgetOrigin: string): void {
  const placeholders = ["gcHostOrigin", "gcTargetEnv", "gcLangTag", "gcConversationId", "gcUsePopupAuth"];
  const made = { notes: "", intendedState: "ENABLED", version: 2, credentials: {} } as const;
  records.integrations.set("widget", {
    ...made,
    id: "widget",
    typeId: "embedded-client-app-interaction-widget",
    name: "Customer Journey",
    properties: {
      url: `${widgetOrigin}/?${placeholders.map((name) => `${name}={{${name}}}`).join("&")}`,
      sandbox: "allow-forms,allow-modals,allow-popups,allow-same-origin,allow-scripts",
      groups: [demoIds.careAgents],
      queueIdFilterList: [demoIds.careQueue],
      communicationTypeFilter: "call, email, webmessaging",
    },
    advanced: { lifecycle: { ephemeral: false, hooks: { bootstrap: true, focus: true, blur: true, stop: true } } },
  });
  records.integrations.set("events", {
    ...made,
    id: "events",
    typeId: "amazon-eventbridge-source",
    name: "Events",
    properties: {
      eventFilter: ["customer.end", "wrapup", "acw", "user.end", "attributes"].map(
        (topic) => `v2.detail.events.conversation.{id}.${topic}`,
      ),
    },
    advanced: {},
  });
}

/** Where the pipeline's role holds. */
function giveDivision({ administration: { records } }: Desk, divisionId: string): void {
  const pipeline = records.clients.get(demoIds.pipelineClient);
  if (!pipeline) throw new Error("The desk has no pipeline client.");
  records.clients.set(pipeline.id, { ...pipeline, roleDivisions: [{ roleId: "pipeline", divisionId }] });
}

function reportOf(sections: readonly Section[]): Report {
  const said = (status: Finding["status"]): string[] =>
    sections
      .flatMap(({ findings }) => findings)
      .flatMap((one) => (one.status === status && one.status !== "holds" ? [`${one.what} → ${one.next}`] : []));
  return { sections, failing: said("fails"), unseen: said("unknown") };
}
