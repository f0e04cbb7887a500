import { spawnSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readOptions } from "../../../src/admin/register/options.ts";
import { createClient } from "../../../src/client/client.ts";
import { widgetConfig } from "../../../src/contract/widget-config.ts";
import { demoAdminSecret, demoIds } from "../../../src/desk/organization/directory.ts";
import type { Desk } from "../../../src/desk/server.ts";
import {
  authorizeUrl,
  read,
  redirectUri,
  signedInCookie,
  testDesk,
  tokenRequest,
} from "../../desk/support/test-desk.ts";
import { startService } from "../../service/main/process.ts";
import { readDataAction, runDataAction } from "../data-actions/run-data-action.ts";

// A busy machine takes seconds to start a process.
vi.setConfig({ testTimeout: 30_000 });

const main = fileURLToPath(new URL("../../../src/admin/register/main.ts", import.meta.url));
const place = ["--environment", "mypurecloud.ie", "--url", "https://journey.example.com"];

const here = ["--environment", "mypurecloud.ie", "--url", "http://127.0.0.1:8787"];

function folder() {
  const made = mkdtempSync(join(tmpdir(), "register-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function runAlone(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: folder(),
    env: { PATH: process.env["PATH"] ?? "", ...env },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** The command beside this process, which is the desk. */
async function runAt(desk: Desk, cwd: string, words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    env: {
      PATH: process.env["PATH"] ?? "",
      GENESYS_GATEWAY: desk.origin,
      GENESYS_ADMIN_CLIENT_ID: demoIds.adminClient,
      GENESYS_ADMIN_CLIENT_SECRET: demoAdminSecret,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => void said.push(chunk.toString()));
  const status = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { status, said: said.join("") };
}

describe("the command line", () => {
  it("explains itself", () => {
    const { status, stdout } = runAlone(["--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("npm run register -- --environment mypurecloud.ie --url https://journey.example.com");
  });

  it.each([
    [["--environment", "example.com", "--url", "https://x.example.com"], "--environment must name the region's domain"],
    [["--environment", "mypurecloud.ie", "--url", "http://x.example.com"], "--url must be the service's https address"],
    [["--environment", "mypurecloud.ie", "--url", "https://x.example.com/panel"], "without a path"],
    [[...place, "--media", "call,message"], "message is no type of Genesys Cloud's"],
    [[...place, "--aws-account", "12"], "--aws-account must have the twelve digits"],
    [[...place, "--token", "secret"], "--token"],
  ])("refuses %j in words", (words, sentence) => {
    const options = readOptions(words, {});
    expect(options.ok || options.faults.join(" ")).toContain(sentence);
  });

  it("ends with 1 and says how it is used when it is refused", () => {
    const { status, stderr } = runAlone(["--environment", "example.com"]);
    expect(status).toBe(1);
    expect(stderr).toContain("--environment must name the region's domain");
    expect(stderr).toContain("--dry-run");
  });

  it("asks for credentials that nobody else on the machine can read", () => {
    const { status, stderr } = runAlone(place);
    expect(status).toBe(1);
    expect(stderr).toContain("GENESYS_ADMIN_CLIENT_ID and GENESYS_ADMIN_CLIENT_SECRET");
  });

  it("sends them to no gateway beyond this machine", () => {
    const { status, stderr } = runAlone(place, {
      GENESYS_ADMIN_TOKEN: "t",
      GENESYS_GATEWAY: "https://gateway.example.com",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("GENESYS_GATEWAY can only be this machine");
  });
});

/** An agent's token by the code grant with PKCE, as the widget gets it. */
async function agentToken(desk: Desk, clientId: string) {
  const verifier = "v".repeat(64);
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const asked = {
    client_id: clientId,
    response_type: "code",
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  const headers = { Cookie: await signedInCookie(desk) };
  const allowed = await fetch(authorizeUrl(desk, asked), { redirect: "manual", headers });
  const code = new URL(allowed.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const form = { client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier };
  const answer = await tokenRequest(desk, { grant_type: "authorization_code", ...form });
  return read(await answer.json(), "access_token");
}

it("makes an installation in which agents, Data Actions and the event feed are let in", async () => {
  const desk = await testDesk();
  const cwd = folder();
  const registered = await runAt(desk, cwd, [
    ...here,
    "--groups",
    "Care agents",
    "--aws-account",
    "123456789012",
    "--aws-region",
    "eu-west-1",
  ]);
  expect(registered).toMatchObject({ status: 0, said: expect.stringContaining("Done: ") });
  expect(statSync(join(cwd, "data/uic.env")).mode & 0o777).toBe(0o600);
  const variables = parseEnv(readFileSync(join(cwd, "data/uic.env"), "utf8"));
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? ""]));
  const url = await startService(cwd, { UIC_STORE: "sqlite:./uic.db", ...env }).listening;

  const [credential] = desk.administration.records.credentials.values();
  const serviceKey = credential?.fields["serviceKey"] ?? "";
  const flow = { baseUrl: url, credentials: { serviceKey } };
  const told = { conversationId: "c-1", channel: "voice", channelUserId: "tel:+94771234567", name1: "ticketId" };
  await runDataAction(readDataAction("store-what-a-flow-collected.custom.json"), flow, { ...told, value1: "1234" });
  const lookUp = readDataAction("look-a-caller-up.custom.json");
  expect(await runDataAction(lookUp, flow, { phone: "+94771234567" })).toMatchObject({
    output: { status: "returning_customer" },
  });
  const feed = await fetch(`${url}/v1/events/genesys`, {
    method: "POST",
    headers: { authorization: `Bearer ${env["UIC_KEY_EVENT_FEED"] ?? ""}`, "content-type": "application/json" },
    body: "[]",
  });
  expect([401, 403]).not.toContain(feed.status);

  const { oauth } = widgetConfig.parse(JSON.parse(readFileSync(join(cwd, "config.json"), "utf8")));
  const agent = createClient({
    baseUrl: url,
    serviceKey: await agentToken(desk, oauth.clientId),
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("x-genesys-environment", "mypurecloud.ie");
      return fetch(input, { ...init, headers });
    },
  });
  expect(await agent.lookup({ identifiers: [{ type: "phone", value: "+94771234567" }] })).toMatchObject({
    value: { status: "returning_customer", collectedData: { ticketId: { value: "1234" } } },
  });
  expect(await runAt(desk, cwd, here)).toMatchObject({
    status: 0,
    said: expect.stringContaining("Nothing to change."),
  });
});
