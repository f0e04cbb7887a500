import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DoctorDeps } from "../../../src/admin/doctor/patient.ts";
import { asJson, inWords } from "../../../src/admin/doctor/print.ts";
import type { ClientRecord, IntegrationRecord } from "../../../src/desk/administration/records.ts";
import { demoIds } from "../../../src/desk/organization/directory.ts";
import { agentEmail, identifierKey, install, keys, pipelineSecret, type Installed } from "./installed.ts";

const main = fileURLToPath(new URL("../../../src/admin/doctor/main.ts", import.meta.url));

let installed: Installed;
const mend: (() => void)[] = [];
beforeAll(async () => {
  installed = await install();
}, 60_000);
afterEach(() => {
  for (const one of mend.splice(0).toReversed()) one();
});
afterAll(() => installed.stop());

function changeClient(id: string, changes: Partial<ClientRecord>): void {
  const { clients } = installed.desk.administration.records;
  const client = clients.get(id);
  if (!client) throw new Error(`The desk has no client ${id}.`);
  clients.set(id, { ...client, ...changes });
  mend.push(() => clients.set(id, client));
}

function changeWidget(changes: Partial<IntegrationRecord>): void {
  const { integrations } = installed.desk.administration.records;
  const widget = integrations.get("widget");
  if (!widget) throw new Error("The desk has no widget.");
  integrations.set("widget", { ...widget, ...changes });
  mend.push(() => integrations.set("widget", widget));
}

const property = (changes: Readonly<Record<string, unknown>>) => ({
  properties: { ...installed.desk.administration.records.integrations.get("widget")?.properties, ...changes },
});

/** A proxy in front of the service that changes its answers to one path. */
function proxied(path: string, change: (answer: Response) => Response | Promise<Response>): Partial<DoctorDeps> {
  return {
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      return url.pathname === path && url.origin === installed.service.origin ? change(answer) : answer;
    },
  };
}

const withHeader = (name: string, value: string) => (answer: Response) => {
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
};

const unavailable = (): Response => Response.json({ status: "unavailable" }, { status: 503 });

async function withAnotherClient(answer: Response): Promise<Response> {
  return new Response((await answer.text()).replace(demoIds.pkceClient, "another-client"));
}

const anotherOrganization = (path: string): string =>
  JSON.stringify({ organizations: [{ id: "another", environments: ["mypurecloud.ie"], oauthClientIds: [path] }] });

describe("the doctor", () => {
  it("finds nothing wrong where nothing is, and leaves nothing behind", async () => {
    const { failing, unseen, sections } = await installed.examine();
    expect(failing).toEqual([]);
    expect(unseen).toEqual([
      expect.stringContaining("The scopes of the OAuth client"),
      expect.stringContaining("Whether events of conversations come"),
    ]);
    expect(sections.map(({ title }) => title)).toEqual([
      "Configuration",
      "Service",
      "Clocks",
      "The widget's page",
      "Genesys Cloud: the pipeline's client",
      "Genesys Cloud: sign-in",
      "Genesys Cloud: interaction widget",
      "Genesys Cloud: the agent",
      "Genesys Cloud: events",
      "Event feed",
    ]);
    expect(installed.desk.administration.recorder.calls().filter(({ method }) => method !== "GET")).toEqual(
      installed.desk.administration.recorder.calls().filter(({ path }) => path === "/api/v2/users/search"),
    );
  });

  it("prints no secret and nobody's name or address", async () => {
    const { sections } = await installed.examine({ env: { UIC_KEY_EVENT_FEED: keys.reader } });
    for (const report of [inWords(sections), asJson(sections)]) {
      for (const secret of [pipelineSecret, identifierKey, keys.events, keys.reader, agentEmail, "Tharushi"])
        expect(report).not.toContain(secret);
    }
  });

  it("says what it could not look at without an administrator's credentials", async () => {
    const { failing, unseen } = await installed.examine({
      env: { GENESYS_ADMIN_CLIENT_ID: "", UIC_KEY_EVENT_FEED: "" },
    });
    expect(failing).toEqual([]);
    expect(unseen).toEqual([
      expect.stringMatching(/^OAuth client, interaction widget and agent → Set GENESYS_ADMIN_CLIENT_ID/),
      expect.stringMatching(/^The event feed → .*UIC_KEY_EVENT_FEED/),
    ]);
  });
});

describe("why an agent sees nothing: the configuration", () => {
  it("an identifier key that is missing, or too short", async () => {
    expect((await installed.examine({ env: { UIC_IDENTIFIER_KEY: "" } })).failing).toEqual([
      expect.stringMatching(/^UIC_IDENTIFIER_KEY is not what the service wants → .*at least 32 characters/),
    ]);
    expect((await installed.examine({ env: { UIC_IDENTIFIER_KEY: "short" } })).failing).toHaveLength(1);
  });

  it("a client id that the service does not let in, or that nobody has", async () => {
    const { failing } = await installed.examine({ deps: proxied("/config.json", withAnotherClient) });
    expect(failing).toEqual([
      expect.stringMatching(/^The widget signs in with a client whose tokens the service refuses → Put oauth.clientId/),
      expect.stringMatching(/^The OAuth client of the widget does not exist in this organisation → /),
    ]);
  });

  it("an organisation of another id", async () => {
    const { failing } = await installed.examine({ deps: { readText: anotherOrganization } });
    expect(failing.join("\n")).toContain("The widget signs in with a client whose tokens the service refuses");
  });
});

describe("why an agent sees nothing: the service", () => {
  it("a store that is out of reach", async () => {
    const { failing } = await installed.examine({ deps: proxied("/readyz", unavailable) });
    expect(failing).toEqual([expect.stringMatching(/^Its store cannot be reached → Look at UIC_STORE/)]);
  });

  it("a clock that is ten minutes ahead", async () => {
    const { failing } = await installed.examine({ deps: { now: () => Date.now() + 600_000 } });
    expect(failing).toEqual([
      expect.stringMatching(
        /^This machine's clock is (?:599|60[01]) s ahead of that of the service → Let the operating/,
      ),
      expect.stringMatching(/^This machine's clock is (?:599|60[01]) s ahead of that of Genesys Cloud → /),
    ]);
  });

  it.each([
    [
      "content-security-policy",
      "frame-ancestors 'self'",
      /^The page does not let https:\/\/apps\.mypurecloud\.ie frame/,
    ],
    [
      "x-frame-options",
      "SAMEORIGIN",
      /^The page carries X-Frame-Options, which keeps Genesys Cloud from framing it → /,
    ],
    ["cross-origin-opener-policy", "same-origin", /^The page carries Cross-Origin-Opener-Policy/],
  ])("a page with %s: %s", async (name, value, finding) => {
    const { failing } = await installed.examine({ deps: proxied("/", withHeader(name, value)) });
    expect(failing).toEqual([expect.stringMatching(finding)]);
  });
});

describe("why an agent sees nothing: Genesys Cloud", () => {
  it("out of reach, which is asked once and not again for everything that depends on it", async () => {
    let asked = 0;
    const cutOff: typeof fetch = (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.origin !== installed.desk.origin) return fetch(input, init);
      asked += 1;
      return Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
      );
    };
    const { failing, unseen } = await installed.examine({ deps: { fetch: cutOff } });
    expect(failing).toEqual([
      expect.stringMatching(/^Genesys Cloud cannot be reached from here → The name localhost:\d+ is not/),
    ]);
    expect(unseen).toContainEqual(expect.stringMatching(/^The clock of Genesys Cloud → /));
    expect(asked).toBe(1);
  });

  it("a redirect URI without the slash", async () => {
    changeClient(demoIds.pkceClient, { registeredRedirectUri: [installed.service.origin] });
    const { failing } = await installed.examine();
    expect(failing).toEqual([
      `The widget's address is not among its redirect URIs → Add exactly ${installed.service.origin}/ (with the slash) to its authorized redirect URIs.`,
    ]);
  });

  it("a client of another grant, and one without the scopes", async () => {
    changeClient(demoIds.pkceClient, { authorizedGrantType: "TOKEN", scope: ["notifications"] });
    const { failing } = await installed.examine();
    expect(failing).toEqual([
      expect.stringMatching(/^Its grant is TOKEN, which is not what config\.json says \(pkce\) → /),
      expect.stringMatching(/^It lacks the scopes conversations:readonly, user-basic-info → /),
    ]);
  });

  it("a secret of the pipeline's client that is not the one", async () => {
    const { failing } = await installed.examine({ env: { GENESYS_CLIENT_SECRET: "another" } });
    expect(failing).toEqual([
      expect.stringMatching(/^The pipeline gets no token from Genesys Cloud → .*client\.secretEnv/),
    ]);
  });

  it("a permission that the pipeline lacks", async () => {
    const { signIn } = installed.desk.administration.records;
    const index = signIn.findIndex(({ id }) => id === demoIds.pipelineClient);
    const client = signIn[index];
    if (!client) throw new Error("The desk has no pipeline client.");
    const without = client.permissions.filter((one) => one !== "analytics:conversationDetail:view");
    signIn[index] = { ...client, permissions: without };
    mend.push(() => (signIn[index] = client));
    const { failing } = await installed.examine();
    expect(failing).toEqual([
      expect.stringMatching(
        /^The pipeline may not read analytics details → Add the permission analytics:conversationDetail:view to the role/,
      ),
    ]);
  });

  it("an integration that is disabled", async () => {
    changeWidget({ intendedState: "DISABLED" });
    expect((await installed.examine()).failing).toEqual([
      "The interaction widget is not active → Set it to Active (Admin → Integrations).",
    ]);
  });

  it("no integration at this address", async () => {
    changeWidget(property({ url: "https://elsewhere.example.com/?gcHostOrigin={{gcHostOrigin}}" }));
    expect((await installed.examine()).failing).toEqual([
      expect.stringMatching(/^No interaction widget has the address of this service → .*npm run register/),
    ]);
  });

  it.each([
    [
      "a URL without its placeholders",
      { url: "" },
      /^Its URL does not hand on what the widget needs → Add gcHostOrigin=/,
    ],
    [
      "a sandbox without scripts",
      { sandbox: "allow-forms" },
      /^Its sandbox keeps the widget from running → Add allow-scri/,
    ],
    [
      "a communication type that there is none",
      { communicationTypeFilter: "message" },
      /^There is no communication type mes/,
    ],
    ["no group at all", { groups: [] }, /^No group is named, so nobody sees it → /],
  ])("an integration with %s", async (_, changes, finding) => {
    const url = `${installed.service.origin}/`;
    changeWidget(property("url" in changes ? { url } : changes));
    expect((await installed.examine()).failing[0]).toMatch(finding);
  });

  it("an agent outside the widget's groups", async () => {
    const { failing } = await installed.examine({ wish: { agent: "kasun.fernando@lankatel.example" } });
    expect(failing).toEqual([
      expect.stringMatching(/^The agent is in none of the groups to which the widget is shown → Add the agent to one/),
      expect.stringMatching(/^The agent works in none of the queues for which the widget is shown → /),
    ]);
  });

  it("a role of the pipeline in another division than the agent's, or none", async () => {
    changeClient(demoIds.pipelineClient, { roleDivisions: [{ roleId: "pipeline", divisionId: "another" }] });
    expect((await installed.examine()).failing).toEqual([
      expect.stringMatching(/^The pipeline may not read the agent's division, .* → Add that division to the role/),
    ]);
    changeClient(demoIds.pipelineClient, { roleDivisions: [] });
    expect((await installed.examine()).failing).toEqual([
      expect.stringMatching(/^The pipeline's client has no role → /),
    ]);
  });

  it("an agent whom nobody knows", async () => {
    const { failing } = await installed.examine({ wish: { agent: "nobody@lankatel.example" } });
    expect(failing).toEqual([expect.stringMatching(/^There is no such agent in this organisation → /)]);
  });

  it("an event source that leaves the end of conversations out", async () => {
    const { integrations } = installed.desk.administration.records;
    const source = integrations.get("events");
    if (!source) throw new Error("The desk has no event source.");
    const eventFilter = ["v2.detail.events.conversation.{id}.wrapup"];
    integrations.set("events", { ...source, properties: { eventFilter } });
    mend.push(() => integrations.set("events", source));
    expect((await installed.examine()).failing).toEqual([
      expect.stringMatching(/^It does not send every topic that the pipeline uses → Add .*customer\.end/),
    ]);
  });
});

describe("why an agent sees nothing: the events", () => {
  it("a key of the event feed with the wrong scope", async () => {
    const { failing } = await installed.examine({ env: { UIC_KEY_EVENT_FEED: keys.reader } });
    expect(failing).toEqual([
      expect.stringMatching(
        /^The key of the event feed may not send events → Use a service key with the scope events:w/,
      ),
    ]);
  });

  it("a key of the event feed that the service does not know", async () => {
    const { failing } = await installed.examine({ env: { UIC_KEY_EVENT_FEED: "a-key-that-was-made-up" } });
    expect(failing).toEqual([
      expect.stringMatching(/^The service does not know the key of the event feed → Put the sha/),
    ]);
  });

  it("nothing, when the event of a conversation that ended is worked off once more", async () => {
    const { control } = installed.desk;
    const customers = [{ name: "Nimali Perera", address: "tel:+94771234567" }];
    const { id } = control.start({ medium: "voice", queueId: demoIds.careQueue, customers, answeredSecondsAgo: 30 });
    control.end(id, { by: "customer" });
    control.wrapUp(id, { code: "Billing dispute" });
    const { failing, sections } = await installed.examine({ wish: { conversation: id } });
    expect(failing).toEqual([]);
    const said = sections.flatMap(({ findings }) => findings.map(({ what }) => what));
    expect(said).toContain("The customer can be looked up by phone");
    expect(said).toContain("The conversation's event got in and was worked off");
    const again = await installed.examine();
    expect(inWords(again.sections)).toContain("✓ The last event of a conversation came");
  });

  it("a conversation of a customer who withheld their number", async () => {
    const customers = [{ name: "Anonymous", address: "anonymous" }];
    const { id } = installed.desk.control.start({ medium: "voice", queueId: demoIds.billingQueue, customers });
    const { failing } = await installed.examine({ wish: { conversation: id } });
    expect(failing).toEqual([
      expect.stringMatching(
        /^The customer shows no identifier, so the panel says that they are anonymous → Ask for an/,
      ),
      expect.stringMatching(/^The widget is not shown for its queue → /),
    ]);
  });
});

describe("why an agent sees nothing: a service that is down", () => {
  it("is said first, and what depends on it is not guessed at", async () => {
    await installed.service.stop();
    const { failing, unseen } = await installed.examine();
    expect(failing).toEqual([
      expect.stringMatching(/ does not answer → Nothing listens at 127\.0\.0\.1:\d+: start the service/),
    ]);
    expect(unseen).toContain("Not looked at → The service does not answer: mend that first.");
  });

  it("ends the command with 1, in words or as JSON, and with 2 where the command line is wrong", async () => {
    const said = await run();
    expect([said.status, said.err]).toEqual([1, ""]);
    expect(said.out).toContain("✗ ");
    const json = await run("--json");
    expect([json.status, JSON.parse(json.out)]).toMatchObject([1, { ok: false }]);
    const wrong = await run("--agnt", "x");
    expect([wrong.status, wrong.out]).toEqual([2, ""]);
    expect(wrong.err).toMatch(/^Usage: npm run doctor/);
  }, 20_000);
});

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(...words: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env["PATH"], ...installed.env };
  const child = spawn(process.execPath, [main, ...words], { env });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { status: child.exitCode, out, err };
}
