import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, normalize, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const dockerfile = read("src/deploy/Dockerfile").replaceAll("\\\n", " ");
const stages = dockerfile.split(/^FROM /m).slice(1);
const final = stages.at(-1) ?? "";
const unit = read("src/deploy/customer-journey.service");

interface Copy {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

function copiesOf(stage: string): readonly Copy[] {
  return [...stage.matchAll(/^COPY (?:--from=(\w+) )?(.+)$/gm)].map(([, from = null, words = ""]) => {
    const paths = words.split(/\s+/);
    return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
  });
}

const packages = z.object({
  dependencies: z.record(z.string(), z.string()),
  scripts: z.record(z.string(), z.string()),
});
const { dependencies, scripts } = packages.parse(JSON.parse(read("package.json")));

/** What a file imports, types left out: Node strips those. */
function importsOf(text: string): readonly string[] {
  const withoutTypes = text.replaceAll(/^(?:import|export) type [^;]*;/gm, "");
  const statements = /^(?:import|export)\b[^"';]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...withoutTypes.matchAll(statements)].map(([, from, bare, late]) => from ?? bare ?? late ?? "");
}

/** Every file of ours that an entry leads to, and every package. */
function reach(entries: readonly string[]): { readonly files: Set<string>; readonly packages: Set<string> } {
  const found = { files: new Set<string>(), packages: new Set<string>() };
  const visit = (file: string): void => {
    if (found.files.has(file)) return;
    found.files.add(file);
    for (const specifier of importsOf(read(file))) {
      if (specifier.startsWith(".")) visit(normalize(join(dirname(file), specifier)));
      else if (!specifier.startsWith("node:"))
        found.packages.add(
          specifier
            .split("/")
            .slice(0, specifier.startsWith("@") ? 2 : 1)
            .join("/"),
        );
    }
  };
  for (const entry of entries) visit(entry);
  return found;
}

const commands = ["service", "backup", "backfill", "register", "doctor"];
const entries = commands.map((name) => scripts[name]?.replace(/^node /, "") ?? "");

describe("the image", () => {
  it("copies what there is, and what the build context lets through", () => {
    const lets = new Set(read(".dockerignore").split("\n"));
    const sources = stages.flatMap(copiesOf).flatMap(({ from, sources: named }) => (from === null ? named : []));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.filter((source) => !lets.has(`!${source.split("/")[0] ?? ""}`))).toEqual([]);
    // Git keeps no empty folder: one that is filled one day must be copied too.
    const publicFiles = existsSync(join(root, "public")) ? readdirSync(join(root, "public")) : [];
    expect(publicFiles.length === 0 || sources.includes("public")).toBe(true);
  });

  it("holds every file and every package that its commands import, and none for development", () => {
    const copied = copiesOf(final).flatMap(({ from, target }) => (from === null ? [target] : []));
    const { files, packages: imported } = reach(entries);
    expect(files.size).toBeGreaterThan(100);
    expect([...files].filter((file) => !copied.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
    expect([...imported].filter((name) => !(name in dependencies))).toEqual([]);
    expect(dockerfile).toMatch(/AS dependencies\n[^]*?npm ci --omit=dev/);
  });

  it("runs as nobody's superuser, on files that it cannot change, and holds no secret", () => {
    const [before = "", after = ""] = final.split(/^USER /m);
    expect(after).toMatch(/^node\n/);
    expect(before).not.toMatch(/--chown|chown[^&\n]*\/app/);
    expect(after).not.toMatch(/^(?:RUN|COPY) /m);
    expect(dockerfile).not.toMatch(/^(?:ENV|ARG).*(?:KEY|SECRET|TOKEN)/m);
    expect(final).toMatch(/^VOLUME \/data$/m);
    expect(stages.map((stage) => stage.split(/\s/)[0])).toEqual(stages.map(() => "${NODE}"));
    expect(dockerfile).toMatch(/^ARG NODE=node:24-/m);
  });

  it("tells a service that is ready from one that is not", async () => {
    const [, code = ""] = /^HEALTHCHECK .*CMD \["node", "-e", "(.*)"\]$/m.exec(final) ?? [];
    const status = { now: 200 };
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/readyz" ? status.now : 404).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const check = async (at: number): Promise<number | null> => {
      const child = spawn(process.execPath, ["-e", code], { env: { UIC_PORT: String(at) }, stdio: "ignore" });
      await once(child, "exit");
      return child.exitCode;
    };
    expect(await check(port)).toBe(0);
    status.now = 503;
    expect(await check(port)).toBe(1);
    expect(await check(1)).toBe(1);
  });

  it("starts from its own files and variables", async () => {
    const folder = mkdtempSync(join(tmpdir(), "image-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const app = join(folder, "app");
    for (const { from, sources, target } of copiesOf(final)) {
      if (from === "dependencies") continue;
      const source = from === "build" ? (sources[0] ?? "").replace(/^\/app\//, "") : (sources[0] ?? "");
      const place = join(app, target === "./" ? source : target);
      mkdirSync(dirname(place), { recursive: true });
      cpSync(join(root, source), place, { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(app, "node_modules"));
    for (const name of ["data", "config"]) mkdirSync(join(folder, name));
    const environments = ["mypurecloud.ie"];
    const organization = { id: "32aa07aa-3a6e-4b0f-8a55-6c1f0d7a1f10", environments, oauthClientIds: ["client-1"] };
    const widget = {
      oauth: { clientId: "client-1", grant: "pkce" },
      uicApi: { baseUrl: "" },
      genesys: { environments },
    };
    writeFileSync(join(folder, "config/uic.config.json"), JSON.stringify({ organizations: [organization] }));
    writeFileSync(join(folder, "config/config.json"), JSON.stringify(widget));
    const variables = [...(/^ENV (.*)$/m.exec(final)?.[1] ?? "").matchAll(/(\w+)=(\S+)/g)].map(
      ([, name = "", value = ""]) => [name, value.replace(/(?<=^|:)\/(?=data|config)/, `${folder}/`)],
    );
    const env = {
      ...Object.fromEntries(variables),
      UIC_HOST: "127.0.0.1",
      UIC_PORT: "0",
      UIC_IDENTIFIER_KEY: "0123456789abcdef0123456789abcdef",
      PATH: process.env["PATH"],
    };
    const [, script = ""] = /^CMD \["node", "(.*)"\]$/m.exec(final) ?? [];
    const child = spawn(process.execPath, [script], { cwd: app, env, stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const origin = await new Promise<string>((listens, ended) => {
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const url = /listens on (http:\/\/[^\s"]+)/.exec(said)?.[1];
        if (url !== undefined) listens(url);
      });
      child.once("exit", () => ended(new Error(`It ended before it listened: ${said}`)));
    });
    for (const path of ["/readyz", "/", "/operators/", "/config.json"])
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 200]);
    expect(existsSync(join(folder, "data/uic.db"))).toBe(true);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
  }, 30_000);
});

const valueOf = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1];

describe("the systemd unit", () => {
  it("starts the service, and waits longer than it takes to end", () => {
    expect(valueOf("ExecStart")).toBe("/usr/bin/node src/service/main.ts");
    expect(Number(valueOf("TimeoutStopSec"))).toBeGreaterThan(20);
    expect(valueOf("EnvironmentFile")).toBe("/etc/customer-journey/service.env");
    expect(read("src/deploy/service.env").match(/^[A-Z_]+(?==)/gm)).toEqual([
      "UIC_IDENTIFIER_KEY",
      "GENESYS_CLIENT_SECRET",
    ]);
    expect(unit).not.toMatch(/^Environment=.*(?:KEY|SECRET)/m);
  });

  it("gives it a user of its own, one folder to write and nothing more", () => {
    for (const [name, value] of Object.entries({
      User: "customer-journey",
      StateDirectory: "customer-journey",
      UMask: "0077",
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      ProtectSystem: "strict",
      ProtectHome: "yes",
      PrivateTmp: "yes",
      PrivateDevices: "yes",
      RestrictNamespaces: "yes",
    }))
      expect([name, valueOf(name)]).toEqual([name, value]);
  });

  it.skipIf(spawnSync("systemd-analyze", ["--version"]).error)("is understood by systemd", () => {
    const folder = mkdtempSync(join(tmpdir(), "unit-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const place = join(folder, "customer-journey.service");
    writeFileSync(place, unit.replace("/usr/bin/node", process.execPath));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", place], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("the proxy's configuration", () => {
  it("holds no stream back, takes what the service takes, and adds no header of its own", () => {
    const directives = read("src/deploy/nginx.conf").replaceAll(/^\s*#.*$/gm, "");
    expect(directives).toMatch(/proxy_buffering off;/);
    expect(directives).toMatch(/client_max_body_size 1100k;/);
    expect(Number(/proxy_read_timeout (\d+)s;/.exec(directives)?.[1])).toBeGreaterThan(20);
    expect(directives).not.toMatch(/add_header|proxy_hide_header/);
    expect(directives).toMatch(/proxy_pass http:\/\/127\.0\.0\.1:8787;/);
  });
});
