import { describe, expect, it, vi } from "vitest";
import { serviceConfig } from "../../../src/service/config.ts";
import { widgetConfig } from "../../../src/contract/widget-config.ts";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { pipelineSecret, redirectUri, tokenRequest, basic, read as textIn } from "../../desk/support/test-desk.ts";
import { aws, registeredDesk } from "./registered-desk.ts";

// Many requests on a busy machine take longer than one test is usually given.
vi.setConfig({ testTimeout: 30_000 });

const everything = ["--groups", "Care agents", ...aws];

type Records = Awaited<ReturnType<typeof registeredDesk>>["desk"]["administration"]["records"];

/** The organisation as an administrator finds it, without the ids that the desk makes up. */
function stateOf({ records }: { readonly records: Records }) {
  const client = ({ id: _id, secret: _secret, roleDivisions, ...rest }: ValueOf<Records["clients"]>) => ({
    ...rest,
    roles: roleDivisions.map(({ roleId }) => records.roles.get(roleId)?.name),
  });
  const integration = ({ id: _id, version: _version, credentials, ...rest }: ValueOf<Records["integrations"]>) => ({
    ...rest,
    credentials: Object.values(credentials).map(({ id }) => records.credentials.get(id)?.name),
  });
  return {
    clients: [...records.clients.values()].filter(({ description }) => description !== "").map(client),
    roles: [...records.roles.values()].map(({ id: _id, ...role }) => role),
    integrations: [...records.integrations.values()].map(integration),
    credentials: [...records.credentials.values()].map(({ name, typeName }) => ({ name, typeName })),
    actions: [...records.actions.values()].map(({ id: _id, integrationId: _integrationId, ...action }) => action),
    grants: [...records.grants],
  };
}

type ValueOf<M> = M extends Map<string, infer Value> ? Value : never;

/** What is made anew stands behind the others. */
function sorted(state: ReturnType<typeof stateOf>) {
  const lists = Object.entries<readonly unknown[]>(state);
  return Object.fromEntries(lists.map(([kind, list]) => [kind, list.map((one) => JSON.stringify(one)).toSorted()]));
}

function turnedRound(value: unknown) {
  if (Array.isArray(value)) return value.toReversed();
  return typeof value === "string" && value.includes(", ") ? value.split(", ").toReversed().join(",") : value;
}

function changesIn(said: string) {
  return said.match(/^[+~-] .*/gm);
}

describe("npm run register", () => {
  it("makes the clients, the role, the three integrations and the two Data Actions", async () => {
    const { desk, run } = await registeredDesk();
    const { ok } = await run(everything);
    expect(ok).toBe(true);
    const state = stateOf(desk.administration);
    expect(state.clients).toMatchObject([
      { name: "Customer Journey: pipeline", authorizedGrantType: "CLIENT-CREDENTIALS", roles: [state.roles[0]?.name] },
      {
        name: "Customer Journey: widget",
        authorizedGrantType: "CODE",
        registeredRedirectUri: ["https://journey.example.com/"],
        accessTokenValiditySeconds: 64_800,
        scope: ["conversations:readonly", "notifications", "user-basic-info"],
      },
    ]);
    expect(state.integrations).toMatchObject([
      { typeId: "custom-rest-actions", intendedState: "ENABLED", credentials: [state.credentials[0]?.name] },
      {
        typeId: "amazon-eventbridge-source",
        intendedState: "ENABLED",
        properties: {
          awsAccountId: "123456789012",
          awsAccountRegion: "eu-west-1",
          eventSourceSuffix: "customer-journey",
        },
      },
      {
        typeId: "embedded-client-app-interaction-widget",
        name: "Customer Journey",
        intendedState: "ENABLED",
        properties: {
          url: "https://journey.example.com/?gcHostOrigin={{gcHostOrigin}}&gcTargetEnv={{gcTargetEnv}}&gcLangTag={{gcLangTag}}&gcConversationId={{gcConversationId}}&gcUsePopupAuth={{gcUsePopupAuth}}",
          groups: [demoIds.careAgents],
          queueIdFilterList: [],
        },
        advanced: { lifecycle: { ephemeral: false, hooks: { bootstrap: true, focus: true, blur: true, stop: true } } },
      },
    ]);
    expect(state.actions).toMatchObject([
      { request: { requestUrlTemplate: "https://journey.example.com/v1/contexts/lookup" } },
      { request: { requestUrlTemplate: expect.stringMatching(/^https:\/\/journey\.example\.com\/v1\/sessions\//) } },
    ]);
  });

  it("gives the pipeline what it reads and nothing else, and the administrator's own role back", async () => {
    const { desk, run, files } = await registeredDesk();
    await run();
    const { records } = desk.administration;
    const [secret = ""] = /(?<=GENESYS_CLIENT_SECRET=).*/.exec(files.get("./data/uic.env") ?? "") ?? [];
    const client = [...records.clients.values()].find(({ name }) => name === "Customer Journey: pipeline");
    const answer = await tokenRequest(desk, { grant_type: "client_credentials" }, basic(secret, client?.id));
    const token = textIn(await answer.json(), "access_token");
    expect((await desk.get(`/api/v2/routing/queues/${demoIds.billingQueue}`, token)).status).toBe(200);
    expect((await desk.get("/api/v2/oauth/clients", token)).status).toBe(403);
    expect(records.grants.size).toBe(0);
    expect([...records.roles.values()][0]?.permissionPolicies.map(({ entityName }) => entityName)).toEqual([
      "conversationDetail",
      "communication",
      "user",
      "queue",
      "wrapupCode",
    ]);
  });

  it("changes nothing the second time, and says so", async () => {
    const { desk, run, writes, files } = await registeredDesk();
    await run(everything);
    const [written, before] = [writes().length, new Map(files)];
    const state = stateOf(desk.administration);
    const second = await run(everything);
    expect(second.ok).toBe(true);
    expect(second.said).toContain("Nothing to change.");
    expect(second.said).not.toContain("Left to do by hand");
    expect(writes().length).toBe(written);
    expect(files).toEqual(before);
    expect(stateOf(desk.administration)).toEqual(state);
  });

  it("puts right what somebody changed, shows it, and leaves what they added", async () => {
    const { desk, run } = await registeredDesk();
    await run(everything);
    const { integrations, clients } = desk.administration.records;
    const widget = [...integrations.values()].find(({ name }) => name === "Customer Journey");
    const client = [...clients.values()].find(({ name }) => name === "Customer Journey: widget");
    if (!widget || !client) throw new Error("nothing was registered");
    const icon = { vector: "https://cdn.example.com/icon.svg" };
    integrations.set(widget.id, {
      ...widget,
      properties: { ...widget.properties, url: "https://old.example.com/", communicationTypeFilter: "call" },
      advanced: { ...widget.advanced, icon },
    });
    const added = "https://staging.example.com/";
    clients.set(client.id, { ...client, registeredRedirectUri: [added, ...client.registeredRedirectUri] });
    const { said } = await run(everything);
    expect(said).toContain('properties.url: "https://old.example.com/" → "https://journey.example.com/');
    expect(said).toContain('= OAuth client "Customer Journey: widget"');
    expect(said).toContain("Done: 1 change.");
    expect(integrations.get(widget.id)).toMatchObject({
      properties: { communicationTypeFilter: "call", groups: [demoIds.careAgents] },
      advanced: { icon },
    });
    expect(clients.get(client.id)?.registeredRedirectUri).toContain(added);
  });

  it("makes anew whatever somebody deleted, and nothing twice", async () => {
    const kinds = ["clients", "roles", "integrations", "credentials", "actions"] as const;
    const { desk, run } = await registeredDesk();
    await run(everything);
    const whole = sorted(stateOf(desk.administration));
    for (const kind of kinds) {
      const { records } = desk.administration;
      const ours = [...records[kind].values()].filter(
        ({ name }) => name.startsWith("Customer Journey:") || kind !== "clients",
      );
      for (const { id, name } of ours) {
        records[kind].delete(id);
        for (const action of records.actions.values())
          if (action.integrationId === id) records.actions.delete(action.id);
        const { ok, said } = await run(everything);
        expect(ok, `${name}: ${said}`).toBe(true);
        expect(sorted(stateOf(desk.administration)), `${kind} ${name}`).toEqual(whole);
        const again = await run(everything);
        expect(again.said, `${kind} ${name}`).toContain("Nothing to change.");
      }
    }
  });

  it("takes another order of what has none for no difference", async () => {
    const { desk, run } = await registeredDesk();
    await run(["--queues", "Billing,Customer care", ...everything]);
    const { integrations, clients, roles } = desk.administration.records;
    for (const [id, one] of clients) clients.set(id, { ...one, scope: one.scope.toReversed() });
    for (const [id, one] of roles) roles.set(id, { ...one, permissionPolicies: one.permissionPolicies.toReversed() });
    for (const [id, { properties, ...one }] of integrations) {
      const turned = Object.entries(properties).map(([name, value]) => [name, turnedRound(value)]);
      integrations.set(id, { ...one, properties: Object.fromEntries(turned.toReversed()) });
    }
    expect((await run(["--queues", "Billing,Customer care", ...everything])).said).toContain("Nothing to change.");
  });

  it("shows in a dry run what it would do, and writes nothing anywhere", async () => {
    const { run, writes, files } = await registeredDesk();
    const { ok, said } = await run(["--dry-run", ...everything]);
    expect(ok).toBe(true);
    expect(said).toContain('+ integration "Customer Journey"');
    expect(said).toContain("Nothing was written.");
    expect(writes()).toEqual([]);
    expect(files.size).toBe(0);
    const real = await run(everything);
    expect(changesIn(real.said)).toEqual(changesIn(said));
  });

  it("never says a secret, and writes them for the owner only", async () => {
    const { desk, run, files, modes } = await registeredDesk();
    const { said } = await run(everything);
    const secrets = (files.get("./data/uic.env") ?? "").split("\n").flatMap((line) => line.split("=")[1] ?? []);
    expect(secrets.length).toBe(4);
    for (const secret of secrets) {
      expect(said).not.toContain(secret);
      expect(files.get("./uic.config.json")).not.toContain(secret);
    }
    expect(modes.get("./data/uic.env")).toBe(0o600);
    const [credential] = desk.administration.records.credentials.values();
    expect(files.get("./data/uic.env")).toContain(`UIC_KEY_DATA_ACTIONS=${credential?.fields["serviceKey"] ?? "?"}`);
  });

  it("names every permission that misses in one list, before anything is changed", async () => {
    const directory = demoDirectory([redirectUri], pipelineSecret);
    const lacking = new Set(["oauth:client:add", "authorization:grant:add", "integrations:action:edit"]);
    const clients = directory.clients.map((client) =>
      client.id === demoIds.adminClient
        ? { ...client, permissions: client.permissions.filter((one) => !lacking.has(one)) }
        : client,
    );
    const { run, writes } = await registeredDesk({ directory: { ...directory, clients } });
    const { ok, said } = await run();
    expect(ok).toBe(false);
    expect(said).toContain("oauth:client:add, integrations:action:edit, authorization:grant:add.");
    expect(writes()).toEqual([]);
  });

  it("is run by an administrator's own token too, who holds the pipeline's role only while it is given on", async () => {
    const directory = demoDirectory([redirectUri], pipelineSecret);
    const admin = directory.clients.find(({ id }) => id === demoIds.adminClient);
    const agents = directory.agents.map((agent) => ({ ...agent, permissions: admin?.permissions ?? [] }));
    const { desk, run, writes } = await registeredDesk({ directory: { ...directory, agents } });
    const { ok } = await run(everything, { credentials: { kind: "token", token: await desk.agentToken() } });
    expect(ok).toBe(true);
    expect(writes()[1]).toMatch(new RegExp(`^POST /api/v2/authorization/subjects/${demoIds.agent}/`));
    expect(desk.administration.records.grants.size).toBe(0);
  });

  it("does not take a role from an administrator who held it before", async () => {
    const { desk, run } = await registeredDesk();
    await run(everything, { breaks: (write) => (write === 3 ? "before" : null) });
    const { roles, grants } = desk.administration.records;
    const [roleId = ""] = roles.keys();
    const held = `${demoIds.adminClient} * ${roleId}`;
    grants.add(held);
    expect((await run(everything)).ok).toBe(true);
    expect([...grants]).toEqual([held]);
  });

  it("asks which groups, queues and divisions are meant instead of guessing", async () => {
    const { run, writes } = await registeredDesk();
    const { ok, said } = await run([
      "--groups",
      "care AGENTS,Nobody",
      "--queues",
      "Billing,Nowhere",
      "--divisions",
      "Away",
    ]);
    expect(ok).toBe(false);
    expect(said).toContain('There is no group "Nobody"');
    expect(said).toContain('There is no queue "Nowhere"');
    expect(said).toContain('There is no division "Away"');
    expect(said).not.toMatch(/care|Billing/);
    expect(writes()).toEqual([]);
  });
});

describe("what is there already", () => {
  it("is not touched where it only bears the name, until it is taken over", async () => {
    const { desk, run, writes } = await registeredDesk();
    const { integrations } = desk.administration.records;
    const byHand = {
      id: "integration-by-hand",
      typeId: "embedded-client-app-interaction-widget",
      name: "Customer Journey",
      notes: "ours, by hand",
      intendedState: "ENABLED",
      version: 7,
      properties: { url: "https://journey.example.com/", groups: [demoIds.careAgents] },
      advanced: {},
      credentials: {},
    } as const;
    integrations.set(byHand.id, byHand);
    const first = await run();
    expect(first.ok).toBe(false);
    expect(first.said).toContain("--adopt integration-by-hand");
    expect(writes()).toEqual([]);
    const second = await run(["--adopt", byHand.id, ...aws]);
    expect(second.ok).toBe(true);
    expect([...integrations.values()].filter(({ name }) => name === "Customer Journey")).toMatchObject([
      { id: byHand.id, version: 8, properties: { groups: [demoIds.careAgents] } },
    ]);
    expect((await run()).said).toContain("Nothing to change.");
  });

  it("is not guessed at where two are marked as this installation's", async () => {
    const { desk, run } = await registeredDesk();
    await run();
    const { clients } = desk.administration.records;
    const client = [...clients.values()].find(({ name }) => name === "Customer Journey: widget");
    if (!client) throw new Error("nothing was registered");
    clients.set("twin", { ...client, id: "twin" });
    const { ok, said } = await run();
    expect(ok).toBe(false);
    expect(said).toContain(`(${client.id}, twin)`);
  });

  it("of another installation in the same organisation stays apart", async () => {
    const { desk, run } = await registeredDesk();
    await run();
    const { records } = desk.administration;
    const [before] = records.clients.values();
    const test = [
      "--url",
      "https://test.example.com",
      "--config",
      "t.json",
      "--uic-config",
      "u.json",
      "--secrets",
      "t.env",
    ];
    const other = await run(test);
    expect(other.ok).toBe(true);
    expect(stateOf(desk.administration).clients.length).toBe(4);
    expect(records.roles.size).toBe(2);
    const gone = await run([...test, "--remove", "--yes"]);
    expect(gone.ok).toBe(true);
    expect(stateOf(desk.administration).clients.length).toBe(2);
    expect((await run()).said).toContain("Nothing to change.");
    expect([...records.clients.values()][0]).toEqual(before);
  });
});

describe("a run that breaks off", () => {
  const writesOfOneRun = 17;

  it.each(["before", "after"] as const)(
    "is finished by the next, wherever it broke %s a write arrived",
    async (when) => {
      const { desk: whole, run: runWhole, writes } = await registeredDesk();
      await runWhole(everything);
      expect(writes().length).toBe(writesOfOneRun);
      const finished = stateOf(whole.administration);
      for (let broken = 1; broken <= writesOfOneRun; broken += 1) {
        const { desk, run, files } = await registeredDesk();
        const isRepeated = writes()[broken - 1]?.includes("/subjects/") === true;
        const first = await run(everything, { breaks: (write) => (write === broken ? when : null) });
        expect(first.ok, `write ${String(broken)}`).toBe(isRepeated);
        expect(first.said.includes("run the same command again to finish")).toBe(!isRepeated);
        const again = await run(everything);
        expect(again.ok).toBe(true);
        expect(stateOf(desk.administration), `write ${String(broken)}`).toEqual(finished);
        const isSecretLost = !(files.get("./data/uic.env") ?? "").includes("GENESYS_CLIENT_SECRET=");
        expect(isSecretLost).toBe(again.said.includes("run again with --new-secrets"));
        expect(isSecretLost).toBe(
          when === "after" && writes()[broken - 1] === "POST /api/v2/oauth/clients" && broken === 3,
        );
      }
    },
  );

  it("notices a secret that is no longer the client's", async () => {
    const { run, files } = await registeredDesk();
    await run(everything);
    const stale = (files.get("./data/uic.env") ?? "").replace(/(?<=GENESYS_CLIENT_SECRET=).*/, "stale");
    files.set("./data/uic.env", stale);
    const { ok, said } = await run(everything);
    expect(ok).toBe(true);
    expect(said).toContain("does not have the right GENESYS_CLIENT_SECRET");
    expect(files.get("./data/uic.env")).toBe(stale);
  });

  it("gets a new secret for the pipeline's client when that is asked for, and only where the old one is lost", async () => {
    const { desk, run, files } = await registeredDesk();
    const secretOf = () => /GENESYS_CLIENT_SECRET=(.*)/.exec(files.get("./data/uic.env") ?? "")?.[1];
    await run(everything, { breaks: (write) => (write === 3 ? "after" : null) });
    expect(secretOf()).toBe(undefined);
    await run([...everything, "--new-secrets"]);
    const made = secretOf();
    const client = [...desk.administration.records.clients.values()].find(({ secret }) => secret === made);
    expect(client?.name).toBe("Customer Journey: pipeline");
    expect((await run([...everything, "--new-secrets"])).said).toContain("Nothing to change.");
    expect(secretOf()).toBe(made);
  });

  it("waits until the role that it lent itself is known everywhere", async () => {
    const { desk, run } = await registeredDesk();
    const refusals = { left: 3 };
    const body = {
      status: 403,
      code: "not.authorized",
      message: "You may only assign roles that are assigned to you.",
    };
    const { ok } = await run(everything, {
      breaks: (_write, { method, url }) => {
        const isMaking = method === "POST" && url.endsWith("/oauth/clients");
        return isMaking && (refusals.left -= 1) >= 0 ? Response.json(body, { status: 403 }) : null;
      },
    });
    expect(ok).toBe(true);
    expect(desk.administration.records.grants.size).toBe(0);
  });

  it("waits until an integration that it enabled takes actions", async () => {
    const { run } = await registeredDesk();
    const refusals = { left: 2 };
    const body = { status: 400, code: "bad.request", message: "There is no active integration for this action." };
    const { ok } = await run(everything, {
      breaks: (_write, { method, url }) => {
        const isMaking = method === "POST" && url.endsWith("/integrations/actions");
        return isMaking && (refusals.left -= 1) >= 0 ? Response.json(body, { status: 400 }) : null;
      },
    });
    expect(ok).toBe(true);
    expect((await run(everything)).said).toContain("Nothing to change.");
  });

  it("takes the lent role back when the client is refused for good", async () => {
    const { desk, run } = await registeredDesk();
    const body = { status: 403, code: "not.authorized", message: "No." };
    const { ok, said } = await run(everything, {
      breaks: (_write, { url }) => (url.endsWith("/oauth/clients") ? Response.json(body, { status: 403 }) : null),
    });
    expect(ok).toBe(false);
    expect(said).toContain("POST /api/v2/oauth/clients is not allowed: No.");
    expect(desk.administration.records.grants.size).toBe(0);
  });

  it("waits where Genesys Cloud asks for a pause", async () => {
    const { desk, run } = await registeredDesk({ settings: { requestsPerMinute: 20 } });
    const startedAt = desk.clock.now();
    expect((await run(everything)).ok).toBe(true);
    expect(desk.clock.now() - startedAt).toBeGreaterThanOrEqual(60_000);
  });
});

describe("--remove", () => {
  it("only shows what it would take away, until --yes stands behind it", async () => {
    const { run, writes } = await registeredDesk();
    await run(everything);
    const written = writes().length;
    const { ok, said } = await run(["--remove"]);
    expect(ok).toBe(true);
    expect(said).toContain('- integration "Customer Journey"');
    expect(said).toContain("Add --yes to do so.");
    expect(writes().length).toBe(written);
  });

  it("takes away everything that it made and nothing that others made, and nothing the second time", async () => {
    const { desk, run, files } = await registeredDesk();
    const untouched = stateOf(desk.administration);
    const others = [...desk.administration.records.clients.values()];
    await run(everything);
    const kept = new Map(files);
    const { ok } = await run(["--remove", "--yes"]);
    expect(ok).toBe(true);
    expect(stateOf(desk.administration)).toEqual(untouched);
    expect([...desk.administration.records.clients.values()]).toEqual(others);
    expect(files).toEqual(kept);
    expect((await run(["--remove", "--yes"])).said).toContain("Nothing to change.");
  });

  it("lets everything be made again", async () => {
    const { desk, run } = await registeredDesk();
    await run(everything);
    const first = stateOf(desk.administration);
    await run(["--remove", "--yes"]);
    expect((await run(everything)).said).not.toContain("--new-secrets");
    expect(stateOf(desk.administration)).toEqual(first);
    expect((await run(everything)).said).toContain("Nothing to change.");
  });

  it("is finished by the next where it broke off", async () => {
    for (let broken = 1; broken <= 12; broken += 1) {
      const { desk, run } = await registeredDesk();
      await run(everything);
      const fails = { left: 4 };
      await run(["--remove", "--yes"], {
        breaks: (write) => (write >= broken && (fails.left -= 1) >= 0 ? "after" : null),
      });
      expect((await run(["--remove", "--yes"])).ok).toBe(true);
      expect(stateOf(desk.administration)).toMatchObject({ clients: [], roles: [], integrations: [], actions: [] });
    }
  });
});

describe("the files", () => {
  it("are what widget and service read", async () => {
    const { run, file } = await registeredDesk();
    await run(everything);
    expect(widgetConfig.safeParse(file("./config.json")).success).toBe(true);
    const read = serviceConfig.parse(file("./uic.config.json"));
    expect(read.organizations).toMatchObject([
      {
        id: demoIds.organization,
        environments: ["mypurecloud.ie"],
        client: { secretEnv: "GENESYS_CLIENT_SECRET" },
        serviceKeys: [
          { name: "event-feed", scopes: ["events:write"] },
          { name: "data-actions", scopes: ["contexts:read", "contexts:write"] },
        ],
      },
    ]);
  });

  it("keep everything else that stands in them, and the one before as .bak", async () => {
    const { run, file, files } = await registeredDesk();
    const other = { id: "other", environments: ["mypurecloud.de"], oauthClientIds: ["x"] };
    const ours = {
      id: demoIds.organization,
      environments: ["mypurecloud.ie", "mypurecloud.de"],
      oauthClientIds: ["an older client"],
      defaultRegion: "LK",
      serviceKeys: [{ name: "bot", sha256: "0".repeat(64), scopes: ["contexts:read"] }],
    };
    const before = JSON.stringify({ organizations: [other, ours] });
    files.set("./uic.config.json", before);
    files.set("./config.json", JSON.stringify({ uicApi: { baseUrl: "https://uic.example.com" } }));
    await run(everything);
    const { organizations } = serviceConfig.parse(file("./uic.config.json"));
    expect(organizations).toMatchObject([
      other,
      {
        environments: ["mypurecloud.ie", "mypurecloud.de"],
        oauthClientIds: ["an older client", expect.any(String)],
        defaultRegion: "LK",
        serviceKeys: [{ name: "bot" }, { name: "event-feed" }, { name: "data-actions" }],
      },
    ]);
    expect(files.get("./uic.config.json.bak")).toBe(before);
    expect(widgetConfig.parse(file("./config.json"))).toMatchObject({ uicApi: { baseUrl: "https://uic.example.com" } });
  });

  it("never bring a new identifier key into an installation that has one", async () => {
    const { run, files } = await registeredDesk();
    files.set("./uic.config.json", '{ "organizations": [] }');
    await run(everything);
    expect(files.get("./data/uic.env")).not.toContain("UIC_IDENTIFIER_KEY");
  });

  it("are left alone when they are no JSON, and nothing is changed", async () => {
    const { run, files, writes } = await registeredDesk();
    files.set("./config.json", "{ oauth: // soon");
    const { ok, said } = await run(everything);
    expect(ok).toBe(false);
    expect(said).toContain("./config.json holds no JSON object");
    expect(writes()).toEqual([]);
  });
});

describe("an existing implicit client", () => {
  it("is named in the configuration and not touched", async () => {
    const { desk, run, file } = await registeredDesk();
    const { ok, said } = await run(["--implicit-client", demoIds.implicitClient, ...aws]);
    expect(ok).toBe(true);
    expect(file("./config.json")).toMatchObject({ oauth: { clientId: demoIds.implicitClient, grant: "implicit" } });
    expect(said).toContain("Add https://journey.example.com/ to the authorized redirect URIs");
    expect(stateOf(desk.administration).clients.map(({ name }) => name)).toEqual(["Customer Journey: pipeline"]);
  });

  it("must be one", async () => {
    const { run, writes } = await registeredDesk();
    const { ok, said } = await run(["--implicit-client", demoIds.pkceClient]);
    expect(ok).toBe(false);
    expect(said).toContain("is no OAuth client of the grant Token Implicit");
    expect(writes()).toEqual([]);
  });
});
