// @vitest-environment node
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/widget/genesys/configuration.ts";

const valid = {
  oauth: { clientId: "client" },
  uicApi: { baseUrl: "https://uic.example.com" },
  genesys: { environments: ["mypurecloud.ie"] },
};
const read = (text: string, status = 200) =>
  readConfiguration({ fetch: () => Promise.resolve(new Response(text, { status })) });
const issuesOf = async (members: object) => {
  const configuration = await read(JSON.stringify({ ...valid, ...members }));
  return configuration.kind === "misconfigured" ? configuration.issues : [];
};

describe("config.json", () => {
  it("is asked for once on this origin, as the page has preloaded it", async () => {
    const asked: [unknown, RequestInit | undefined][] = [];
    await readConfiguration({
      fetch: (input, init) => {
        asked.push([input, init]);
        return Promise.resolve(new Response(JSON.stringify(valid)));
      },
    });
    expect(asked).toEqual([["/config.json", expect.objectContaining({ credentials: "same-origin" })]]);
  });

  it("means the implicit grant where it names none", async () => {
    expect(await read(JSON.stringify(valid))).toEqual({
      kind: "configured",
      config: { ...valid, oauth: { clientId: "client", grant: "implicit" } },
    });
  });

  it("is said to be missing", async () => {
    expect(await read("not found", 404)).toEqual({
      kind: "misconfigured",
      fault: "missing",
      issues: ["/config.json could not be read: the server answered 404. Put it beside index.html."],
    });
    expect(await readConfiguration({ fetch: () => Promise.reject(new TypeError("Failed to fetch")) })).toEqual({
      kind: "misconfigured",
      fault: "missing",
      issues: ["/config.json could not be read: the server did not answer."],
    });
  });

  it("is said to be no JSON, or a web page in its place", async () => {
    expect(await read("{ oauth: }")).toMatchObject({
      fault: "not-json",
      issues: [expect.stringContaining("is not JSON")],
    });
    expect(await read("<!doctype html>")).toMatchObject({
      fault: "not-json",
      issues: [expect.stringContaining("web page")],
    });
  });

  it("names what is missing", async () => {
    expect(await read("{}")).toEqual({
      kind: "misconfigured",
      fault: "invalid",
      issues: ["oauth is missing.", "uicApi is missing.", "genesys is missing."],
    });
  });

  it.each<[object, string]>([
    [{ oauth: { clientId: "", grant: "pkce" } }, "oauth.clientId must not be empty."],
    [{ oauth: { clientId: "client", grant: "code" } }, "oauth.grant must be one of implicit, pkce."],
    [{ oauth: { clientId: "client", secret: "x" } }, "oauth.secret is not known: remove it."],
    [{ uicApi: { baseUrl: 5 } }, "uicApi.baseUrl must be text."],
    [
      { uicApi: { baseUrl: "http://uic.example.com" } },
      'uicApi.baseUrl must be an https origin such as https://uic.example.com, or "" for this origin.',
    ],
    [{ genesys: { environments: [] } }, "genesys.environments must not be empty."],
    [{ genesys: { environments: "mypurecloud.ie" } }, "genesys.environments must be a list."],
    [{ colour: "red" }, "colour is not known: remove it."],
    [
      { genesys: { environments: ["mypurecloud.ie"], gateway: { protocol: "http", host: "evil.example", port: 80 } } },
      "genesys.gateway.host must be one of localhost, 127.0.0.1.",
    ],
    [
      { genesys: { environments: ["mypurecloud.ie"], gateway: { protocol: "https", host: "localhost", port: 443 } } },
      "genesys.gateway.protocol must be http.",
    ],
    [
      { genesys: { environments: ["mypurecloud.ie"], gateway: { protocol: "http", host: "localhost", port: 0 } } },
      "genesys.gateway.port must be at least 1.",
    ],
    [
      { genesys: { environments: ["mypurecloud.ie"], gateway: { protocol: "http", host: "localhost", port: 1e6 } } },
      "genesys.gateway.port must be at most 65535.",
    ],
  ])("says what to correct (%#)", async (members, issue) => {
    expect(await issuesOf(members)).toEqual([issue]);
  });

  it("says which environment of several is unknown", async () => {
    expect(await issuesOf({ genesys: { environments: ["mypurecloud.ie", "evil.example"] } })).toEqual([
      expect.stringMatching(/^genesys\.environments\[1\] must be one of mypurecloud\.com, .*\.$/u),
    ]);
  });
});
