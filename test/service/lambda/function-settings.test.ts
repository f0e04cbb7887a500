import { describe, expect, it } from "vitest";
import {
  readFunctionSettings,
  readIntakeSettings,
  secretVariables,
} from "../../../src/service/aws/function-settings.ts";
import { organizationOf } from "../pipeline/organizations.ts";

const store = "dynamodb://uic?region=eu-west-1&archive=s3://uic-archive";
const key = "0123456789abcdef0123456789abcdef";
const organization = {
  id: "an-organisation",
  environments: ["mypurecloud.ie"],
  oauthClientIds: ["widget"],
  client: { id: "pipeline", secretEnv: "GENESYS_CLIENT_SECRET" },
  identityResolver: { url: "https://crm.example.com/resolve", secretEnv: "CRM_KEY" },
};
const file = JSON.stringify({ organizations: [organization] });
const readText = (): string => file;

describe("what a function is told", () => {
  it("names no secret that it has no use for", () => {
    const organizations = [
      organizationOf({ client: organization.client, identityResolver: organization.identityResolver }),
    ];
    const own = (kind: Parameters<typeof secretVariables>[0]) => secretVariables(kind, organizations).slice(2);
    expect(secretVariables("events", organizations)).toEqual([]);
    expect(own("work")).toEqual(["GENESYS_CLIENT_SECRET", "CRM_KEY"]);
    expect(own("api")).toEqual(["CRM_KEY"]);
    expect(own("sweep")).toEqual([]);
  });

  it("is enough without those secrets, and not without its own", () => {
    const env = { UIC_STORE: store, UIC_IDENTIFIER_KEY: key };
    const { settings } = readFunctionSettings("sweep", { env, readText });
    expect(settings.config.organizations[0]).toMatchObject({ id: "an-organisation", retentionDays: { sessions: 30 } });
    expect(settings.config.organizations[0]).not.toHaveProperty("client");
    expect(() => readFunctionSettings("api", { env, readText })).toThrow(/^(?!.*GENESYS).*CRM_KEY/);
    expect(() => readFunctionSettings("work", { env, readText })).toThrow(/GENESYS_CLIENT_SECRET.*CRM_KEY/s);
  });

  it("takes no key that everyone knows, whatever the environment says", () => {
    const env = { UIC_STORE: store, NODE_ENV: "development" };
    expect(() => readFunctionSettings("sweep", { env, readText })).toThrow("UIC_IDENTIFIER_KEY is not set");
  });

  it.each(["", "sqlite:./data/uic.db", "redis://cache:6379/0"])("is refused with the store %j", (location) => {
    const env = { UIC_STORE: location, UIC_IDENTIFIER_KEY: key };
    expect(() => readFunctionSettings("sweep", { env, readText })).toThrow("UIC_STORE");
    expect(() => readIntakeSettings({ env, readText })).toThrow("UIC_STORE");
  });

  it("needs no secret to take events in, but a configuration", () => {
    const env = { UIC_STORE: store };
    expect(readIntakeSettings({ env, readText })).toMatchObject({
      organizations: [{ id: "an-organisation" }],
      location: { table: "uic", bucket: "uic-archive" },
    });
    expect(() => readIntakeSettings({ env, readText: () => null })).toThrow("UIC_CONFIG");
    expect(() => readIntakeSettings({ env, readText: () => '{"organizations":[{}]}' })).toThrow("organizations.0.id");
  });
});
