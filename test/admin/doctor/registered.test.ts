import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { freePort } from "../../../src/desk/installation/free-port.ts";
import { createServiceProcess } from "../../../src/desk/installation/service-process.ts";
import { demoAdminSecret, demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { startDesk } from "../../../src/desk/server.ts";
import { agentEmail } from "./installed.ts";

const command = (path: string): string => fileURLToPath(new URL(`../../../src/admin/${path}`, import.meta.url));

it("what register has set up is found well by the doctor, by nothing but the two commands and the service", async () => {
  const folder = mkdtempSync(join(tmpdir(), "registered-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const desk = await startDesk({
    port: 0,
    directory: demoDirectory([], "pipeline-secret"),
    agentId: demoIds.agent,
    widgetOrigin: url,
    eventTarget: null,
  });
  onTestFinished(() => desk.stop());
  const admin = {
    PATH: process.env["PATH"],
    GENESYS_GATEWAY: desk.origin,
    GENESYS_ADMIN_CLIENT_ID: demoIds.adminClient,
    GENESYS_ADMIN_CLIENT_SECRET: demoAdminSecret,
  };
  const run = async (path: string, words: readonly string[], env: Readonly<Record<string, string | undefined>>) => {
    const child = spawn(process.execPath, [command(path), ...words], { cwd: folder, env });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { status: child.exitCode, out, err };
  };
  const place = ["--environment", "mypurecloud.ie", "--url", url, "--groups", "Care agents"];
  const aws = ["--aws-account", "123456789012", "--aws-region", "eu-west-1"];
  const registered = await run("register/main.ts", [...place, ...aws], admin);
  expect([registered.status, registered.err]).toEqual([0, ""]);

  const written = parseEnv(readFileSync(join(folder, "data/uic.env"), "utf8"));
  const secrets = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, value ?? ""]));
  const variables = {
    ...secrets,
    UIC_PORT: String(port),
    UIC_STORE: `sqlite:${join(folder, "uic.db")}`,
    UIC_CONFIG: join(folder, "uic.config.json"),
    UIC_WIDGET_CONFIG: join(folder, "config.json"),
    UIC_WIDGET: fileURLToPath(new URL("../../../dist/widget", import.meta.url)),
  };
  const service = createServiceProcess({ port, variables, logFile: join(folder, "service.log") });
  onTestFinished(() => service.stop());
  await service.start();
  const looked = await run("doctor/main.ts", ["--agent", agentEmail], { ...admin, ...variables });
  expect(looked.out.split("\n").filter((line) => line.includes("✗"))).toEqual([]);
  expect(looked).toMatchObject({ status: 0, err: "" });
  expect(looked.out).toMatch(/\d\d hold, 0 fail, 1 could not be looked at\./);
}, 60_000);
