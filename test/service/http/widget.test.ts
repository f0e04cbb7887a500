import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Organization } from "../../../src/service/config.ts";
import { createWidget } from "../../../src/service/http/widget.ts";
import { widgetConfig } from "../../../src/contract/widget-config.ts";
import { organizations, startEdge } from "./harness.ts";

const config = {
  oauth: { clientId: "client-1", grant: "pkce" },
  uicApi: { baseUrl: "https://uic.example.com" },
  genesys: { environments: ["mypurecloud.ie", "euw2.pure.cloud"] },
};
const script = `/* ${"a line of the widget ".repeat(100)} */`;

interface WidgetOptions {
  readonly config?: unknown;
  readonly organization?: Partial<Organization>;
}

async function startWidget({ config: given = config, organization = {} }: WidgetOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), "widget-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, "widget/assets"), { recursive: true });
  writeFileSync(join(directory, "secret.txt"), "outside");
  const files = {
    "index.html": "<!doctype html>",
    "assets/index-B1aC9_x-.js": script,
    "favicon.svg": "<svg/>",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, "widget", name), text);
  const widget = {
    directory: join(directory, "widget"),
    configText: given === null ? null : JSON.stringify(given),
    config: given === null ? null : widgetConfig.parse(given),
  };
  const edge = await startEdge({
    serveWidget: createWidget(widget, organizations("http://localhost:1", organization)),
  });
  const policy = async (path = "/") => {
    const header = (await edge.send(path)).headers.get("content-security-policy") ?? "";
    return new Map(header.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1)]));
  };
  return { ...edge, policy };
}

describe("the built widget", () => {
  it("is served with headers that let it reach and be framed by what is configured, and nothing else", async () => {
    const widget = await startWidget({ organization: { frameAncestors: ["https://*.lightning.force.com"] } });
    expect(Object.fromEntries(await widget.policy())).toEqual({
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "font-src": ["'self'"],
      "connect-src": [
        "'self'",
        "https://uic.example.com",
        "https://api.mypurecloud.ie",
        "https://login.mypurecloud.ie",
        "wss://streaming.mypurecloud.ie",
        "https://api.euw2.pure.cloud",
        "https://login.euw2.pure.cloud",
        "wss://streaming.euw2.pure.cloud",
      ],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "object-src": ["'none'"],
      "frame-src": ["'self'", "https://login.mypurecloud.ie", "https://login.euw2.pure.cloud"],
      "frame-ancestors": [
        "'self'",
        "https://apps.mypurecloud.ie",
        "https://apps.euw2.pure.cloud",
        "https://*.lightning.force.com",
      ],
      "require-trusted-types-for": ["'script'"],
      "trusted-types": ["'none'"],
    });
    const { headers } = await widget.send("/");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toContain("max-age=31536000");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-frame-options")).toBeNull();
  });

  it("reaches the gateway instead of the environments where there is one", async () => {
    const gateway = { protocol: "http", host: "localhost", port: 4010 };
    const widget = await startWidget({
      config: { ...config, uicApi: { baseUrl: "" }, genesys: { environments: ["mypurecloud.ie"], gateway } },
    });
    const policy = await widget.policy();
    expect(policy.get("connect-src")).toEqual(["'self'", "http://localhost:4010", "ws://localhost:4010"]);
    expect(policy.get("frame-src")).toEqual(["'self'", "http://localhost:4010"]);
    expect(policy.get("frame-ancestors")).toEqual([
      "'self'",
      "https://apps.mypurecloud.ie",
      "http://localhost:*",
      "http://127.0.0.1:*",
    ]);
  });

  it("can be framed by the organisations' environments while its configuration is missing", async () => {
    const widget = await startWidget({ config: null });
    expect((await widget.send("/config.json")).status).toBe(404);
    expect((await widget.policy()).get("frame-ancestors")).toEqual([
      "'self'",
      "https://apps.mypurecloud.ie",
      "https://apps.mypurecloud.de",
    ]);
  });

  it("keeps its opener where sign-in comes back to it in a popup", async () => {
    const widget = await startWidget();
    for (const path of ["/", "/index.html", "/?code=1&state=popup.x"])
      expect((await widget.send(path)).headers.get("cross-origin-opener-policy")).toBeNull();
  });

  it("is cached by what may change", async () => {
    const widget = await startWidget();
    const cacheControl = async (path: string) => (await widget.send(path)).headers.get("cache-control");
    expect(await cacheControl("/assets/index-B1aC9_x-.js")).toBe("public, max-age=31536000, immutable");
    expect(await cacheControl("/favicon.svg")).toBe("no-cache");
    for (const path of ["/", "/index.html", "/config.json"]) expect(await cacheControl(path)).toBe("no-store");
    const { headers } = await widget.send("/favicon.svg");
    const again = await widget.send("/favicon.svg", { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await widget.send("/favicon.svg", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("is compressed for whoever takes gzip", async () => {
    const widget = await startWidget();
    const path = "/assets/index-B1aC9_x-.js";
    for (const [accepted, encoding] of [
      ["gzip, deflate, br", "gzip"],
      ["br, gzip;q=0.5", "gzip"],
      ["gzip;q=0", null],
      ["identity", null],
    ] as const) {
      const response = await widget.send(path, { headers: { "accept-encoding": accepted } });
      expect(response.headers.get("content-encoding")).toBe(encoding);
      expect(response.headers.get("vary")).toBe("Accept-Encoding");
      expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(await response.text()).toBe(script);
    }
  });

  it("answers HEAD with the same headers and no body", async () => {
    const widget = await startWidget();
    const head = await widget.send("/index.html", { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "15", ""]);
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/index.html%00",
    "/assets",
    "/assets/",
    "//etc/passwd",
    "/INDEX.HTML",
  ])("has nothing at %s", async (path) => {
    const widget = await startWidget();
    const response = await widget.send(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });

  it("takes no writes", async () => {
    const widget = await startWidget();
    expect((await widget.send("/index.html", { method: "POST" })).status).toBe(404);
  });
});
