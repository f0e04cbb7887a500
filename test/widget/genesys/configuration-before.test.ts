import { beforeEach, expect, it } from "vitest";
import type { WidgetConfig } from "../../../src/contract/widget-config.ts";
import { configurationBefore, keepConfiguration } from "../../../src/widget/genesys/configuration-before.ts";

const config: WidgetConfig = {
  oauth: { clientId: "client", grant: "pkce" },
  uicApi: { baseUrl: "" },
  genesys: { environments: ["mypurecloud.ie"] },
};
const denied = (): Storage => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};
const storage = () => window.sessionStorage;

beforeEach(() => sessionStorage.clear());

it("is there for the next widget of the tab", () => {
  expect(configurationBefore(storage)).toBeNull();
  keepConfiguration(storage, config);
  expect(configurationBefore(storage)).toEqual(config);
});

it.each(["{", '"text"', '{"oauth":{"clientId":"c"},"genesys":{"environments":["evil.example"]}}'])(
  "that somebody spoilt (%s) is none",
  (text) => {
    keepConfiguration(storage, config);
    sessionStorage.setItem(sessionStorage.key(0) ?? "", text);
    expect(configurationBefore(storage)).toBeNull();
  },
);

it("is none where the browser denies the frame its storage", () => {
  keepConfiguration(denied, config);
  expect(configurationBefore(denied)).toBeNull();
});
