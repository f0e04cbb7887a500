// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { WidgetConfig } from "../../../src/contract/widget-config.ts";
import { readLaunchParameters } from "../../../src/widget/genesys/launch-parameters.ts";

const conversationId = "9a1b6a44-0000-4000-8000-00000000cb01";
const config: WidgetConfig = {
  oauth: { clientId: "client", grant: "pkce" },
  uicApi: { baseUrl: "" },
  genesys: { environments: ["mypurecloud.ie", "mypurecloud.de"] },
};
const withGateway: WidgetConfig = {
  ...config,
  genesys: { ...config.genesys, gateway: { protocol: "http", host: "localhost", port: 4010 } },
};

const urlOf = (parameters: Record<string, string> | [string, string][]) =>
  new URL(`https://widget.example.com/?${new URLSearchParams(parameters).toString()}`);
const newer = {
  gcHostOrigin: "https://apps.mypurecloud.ie",
  gcTargetEnv: "prod-euw1",
  gcConversationId: conversationId,
};
const read = (parameters: Record<string, string> | [string, string][], configuration = config) =>
  readLaunchParameters(urlOf(parameters), configuration);
const refused = (parameter: string, fault: string) => ({ kind: "refused", refusal: { parameter, fault } });

describe("a launch", () => {
  it("takes the newer parameters", () => {
    expect(read({ ...newer, gcLangTag: "pt-br", gcUsePopupAuth: "true" })).toEqual({
      kind: "launched",
      parameters: {
        hostOrigin: "https://apps.mypurecloud.ie",
        targetEnvironment: "prod-euw1",
        environment: "mypurecloud.ie",
        conversationId,
        languageTag: "pt-br",
        usePopup: true,
      },
    });
  });

  it("takes the older parameters", () => {
    expect(
      read({
        pcEnvironment: "mypurecloud.de",
        pcConversationId: conversationId,
        pcLangTag: "de",
        pcUsePopupAuth: "true",
      }),
    ).toEqual({
      kind: "launched",
      parameters: {
        hostOrigin: "https://apps.mypurecloud.de",
        targetEnvironment: "prod-euc1",
        environment: "mypurecloud.de",
        conversationId,
        languageTag: "de",
        usePopup: true,
      },
    });
  });

  it("finds the desktop of a gateway behind the older parameters", () => {
    expect(read({ pcEnvironment: "mypurecloud.ie", pcConversationId: conversationId }, withGateway)).toMatchObject({
      parameters: { hostOrigin: "http://localhost:4010" },
    });
  });

  it("takes newer and older parameters that say the same", () => {
    expect(
      read({ ...newer, pcEnvironment: "mypurecloud.ie", pcConversationId: conversationId.toUpperCase() }).kind,
    ).toBe("launched");
  });

  it("ignores everything else on the URL", () => {
    expect(read({ ...newer, apiHost: "https://evil.example", baseUrl: "//evil.example" })).toEqual(read(newer));
  });

  it.each(["http://localhost:4010", "http://127.0.0.1:51234", "http://localhost", "https://apps.mypurecloud.ie"])(
    "allows %s where the gateway is on localhost",
    (gcHostOrigin) => {
      expect(read({ ...newer, gcHostOrigin }, withGateway)).toMatchObject({ parameters: { hostOrigin: gcHostOrigin } });
    },
  );
});

describe("a hostile or mistaken host origin", () => {
  it.each([
    "http://localhost:4010",
    "http://127.0.0.1",
    "https://evil.example",
    "https://apps.mypurecloud.ie.evil.example",
    "https://evil-apps.mypurecloud.ie",
    "https://anything.mypurecloud.ie",
    "https://login.mypurecloud.ie",
    "https://mypurecloud.ie",
    "http://apps.mypurecloud.ie",
    "https://apps.mypurecloud.ie:8443",
    "https://apps.mypurecloud.jp",
  ])("refuses %s", (gcHostOrigin) => {
    expect(read({ ...newer, gcHostOrigin })).toEqual(refused("gcHostOrigin", "not-allowed"));
  });

  it.each([
    "https://localhost:4010",
    "http://localhost.evil.example:4010",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.2:4010",
    "http://[::1]:4010",
    "http://apps.mypurecloud.ie",
  ])("refuses %s where the gateway is on localhost", (gcHostOrigin) => {
    expect(read({ ...newer, gcHostOrigin }, withGateway)).toEqual(refused("gcHostOrigin", "not-allowed"));
  });

  it.each([
    "https://apps.mypurecloud.ie/",
    "https://apps.mypurecloud.ie:443",
    "HTTPS://APPS.MYPURECLOUD.IE",
    "https://apps.mypurecloud.ie@evil.example",
    "https://user:word@apps.mypurecloud.ie",
    "https://apps.mypurecloud.ie#x",
    " https://apps.mypurecloud.ie",
    "//apps.mypurecloud.ie",
    "apps.mypurecloud.ie",
    "javascript://apps.mypurecloud.ie/%0aalert(1)",
    "data:text/html,x",
    "http://localhost:4010/",
    "http://localhost:99999",
    "http://localhost:80",
    "null",
    "*",
    "{{gcHostOrigin}}",
  ])("refuses %j as malformed, gateway or not", (gcHostOrigin) => {
    expect(read({ ...newer, gcHostOrigin })).toEqual(refused("gcHostOrigin", "malformed"));
    expect(read({ ...newer, gcHostOrigin }, withGateway)).toEqual(refused("gcHostOrigin", "malformed"));
  });
});

describe("launch parameters that name the wrong parameter back", () => {
  it.each<[string, Record<string, string> | [string, string][], string, string]>([
    ["no parameter at all", {}, "gcTargetEnv", "missing"],
    ["no host", { gcTargetEnv: "prod-euw1", gcConversationId: conversationId }, "gcHostOrigin", "missing"],
    ["an empty host", { ...newer, gcHostOrigin: "" }, "gcHostOrigin", "missing"],
    [
      "no environment",
      { gcHostOrigin: newer.gcHostOrigin, gcConversationId: conversationId },
      "gcTargetEnv",
      "missing",
    ],
    ["no older environment", { pcConversationId: conversationId }, "pcEnvironment", "missing"],
    ["a placeholder that was not filled in", { ...newer, gcTargetEnv: "{{gcTargetEnv}}" }, "gcTargetEnv", "malformed"],
    ["an unknown environment", { ...newer, gcTargetEnv: "prod-mars1" }, "gcTargetEnv", "not-allowed"],
    ["a name of every object", { ...newer, gcTargetEnv: "constructor" }, "gcTargetEnv", "not-allowed"],
    ["a domain in place of a name", { ...newer, gcTargetEnv: "mypurecloud.ie" }, "gcTargetEnv", "not-allowed"],
    ["an environment of others", { ...newer, gcTargetEnv: "prod-apne1" }, "gcTargetEnv", "not-allowed"],
    [
      "an older environment of others",
      { pcEnvironment: "mypurecloud.jp", pcConversationId: conversationId },
      "pcEnvironment",
      "not-allowed",
    ],
    [
      "an older environment with a host in it",
      { pcEnvironment: "evil.example/mypurecloud.ie", pcConversationId: conversationId },
      "pcEnvironment",
      "malformed",
    ],
    ["two environments", { ...newer, pcEnvironment: "mypurecloud.de" }, "pcEnvironment", "contradictory"],
    [
      "the host of another environment",
      { ...newer, gcHostOrigin: "https://apps.mypurecloud.de" },
      "gcHostOrigin",
      "contradictory",
    ],
    [
      "one parameter said twice",
      [...Object.entries(newer), ["gcHostOrigin", "https://evil.example"]],
      "gcHostOrigin",
      "contradictory",
    ],
    ["no conversation", { ...newer, gcConversationId: "" }, "gcConversationId", "missing"],
    ["no older conversation", { pcEnvironment: "mypurecloud.ie" }, "pcConversationId", "missing"],
    ["a conversation that is no UUID", { ...newer, gcConversationId: "../users/me" }, "gcConversationId", "malformed"],
    [
      "a conversation with more behind it",
      { ...newer, gcConversationId: `${conversationId}/x` },
      "gcConversationId",
      "malformed",
    ],
    [
      "an older conversation that is no UUID",
      { pcEnvironment: "mypurecloud.ie", pcConversationId: "1" },
      "pcConversationId",
      "malformed",
    ],
    [
      "two conversations",
      { ...newer, pcConversationId: conversationId.replace("9a", "9b") },
      "pcConversationId",
      "contradictory",
    ],
  ])("refuses %s", (_, parameters, parameter, fault) => {
    expect(read(parameters)).toEqual(refused(parameter, fault));
  });
});

describe("the language", () => {
  it.each([
    ["pt-br", "pt-br"],
    ["PT_BR", "pt-br"],
    ["ja", "ja"],
    ["zh-hant-tw", "zh-hant-tw"],
    ["", "en-us"],
    ["{{gcLangTag}}", "en-us"],
    ["<script>", "en-us"],
    ["en-us-us", "en-us"],
    ["x".repeat(5000), "en-us"],
  ])("of %.20j is %s", (gcLangTag, languageTag) => {
    expect(read({ ...newer, gcLangTag })).toMatchObject({ parameters: { languageTag } });
  });

  it.each(["false", "", "1", "{{gcUsePopupAuth}}"])("leaves the popup alone for %j", (gcUsePopupAuth) => {
    expect(read({ ...newer, gcUsePopupAuth })).toMatchObject({ parameters: { usePopup: false } });
  });
});
