import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/service/settings.ts";

const organization = {
  id: "32aa07aa-3a6e-4b0f-8a55-6c1f0d7a1f10",
  environments: ["mypurecloud.ie"],
  oauthClientIds: ["client-1"],
  client: { id: "pipeline", secretEnv: "GENESYS_CLIENT_SECRET" },
  serviceKeys: [{ name: "feed", sha256: "a".repeat(64), scopes: ["events:write"] }],
};
const widgetConfig = {
  oauth: { clientId: "client-1" },
  uicApi: { baseUrl: "" },
  genesys: { environments: ["mypurecloud.ie"] },
};
const env = { UIC_IDENTIFIER_KEY: "k".repeat(32), GENESYS_CLIENT_SECRET: "secret" };

interface World {
  readonly env?: Record<string, string>;
  readonly files?: Record<string, unknown>;
  readonly directories?: readonly string[];
}

function read({
  env: variables = env,
  files = { "./uic.config.json": { organizations: [organization] } },
  directories = [],
}: World) {
  return readSettings({
    env: variables,
    readText: (path) => (path in files ? textOf(files[path]) : null),
    isDirectory: (path) => directories.includes(path),
  });
}

function textOf(file: unknown): string {
  return typeof file === "string" ? file : JSON.stringify(file);
}

function faultsOf(world: World): readonly string[] {
  const result = read(world);
  return result.ok ? [] : result.faults;
}

const earlier = (keys: string) => ({ env: { ...env, UIC_IDENTIFIER_KEYS_BEFORE: keys } });

describe("earlier identifier keys", () => {
  it("are none, or those that are listed", () => {
    expect(read({})).toMatchObject({ settings: { earlierIdentifierKeys: [] } });
    expect(read(earlier(`${"b".repeat(32)}, ${"a".repeat(40)}`))).toMatchObject({
      settings: { earlierIdentifierKeys: ["b".repeat(32), "a".repeat(40)] },
    });
  });

  it("are refused, without showing them, when one is too short, empty, or there twice", () => {
    const tooShort = expect.stringContaining("each of at least 32 characters") as unknown;
    const twice = expect.stringContaining("names a key twice") as unknown;
    expect(faultsOf(earlier("a-short-secret"))).toEqual([tooShort]);
    expect(JSON.stringify(faultsOf(earlier("a-short-secret")))).not.toContain("a-short-secret");
    expect(faultsOf(earlier(`${"a".repeat(32)},`))).toEqual([tooShort]);
    expect(faultsOf(earlier(env.UIC_IDENTIFIER_KEY))).toEqual([twice]);
    expect(faultsOf(earlier(`${"a".repeat(32)},${"a".repeat(32)}`))).toEqual([twice]);
  });
});

it("want the secret of an identity resolver", () => {
  const identityResolver = { url: "https://crm.example.com/resolve", secretEnv: "CRM_KEY" };
  const files = { "./uic.config.json": { organizations: [{ ...organization, identityResolver }] } };
  expect(faultsOf({ files })).toEqual([expect.stringContaining("CRM_KEY, named by identityResolver.secretEnv")]);
  expect(faultsOf({ files, env: { ...env, CRM_KEY: "secret" } })).toEqual([]);
});

const filesWith = (languageModel: object) => ({
  "./uic.config.json": { organizations: [{ ...organization, languageModel }] },
});

describe("a language model", () => {
  const model = { baseUrl: "https://models.example.com/v1", model: "small", secretEnv: "MODEL_KEY" };

  it("needs the secret that it names, and none where it names none", () => {
    expect(faultsOf({ files: filesWith(model) })).toEqual([
      expect.stringContaining("MODEL_KEY, named by languageModel.secretEnv"),
    ]);
    expect(faultsOf({ files: filesWith(model), env: { ...env, MODEL_KEY: "secret" } })).toEqual([]);
    expect(faultsOf({ files: filesWith({ baseUrl: "http://localhost:11434/v1", model: "small" }) })).toEqual([]);
  });

  it.each([
    "http://models.example.com/v1",
    "https://user:word@models.example.com/v1",
    "https://x.example/v1?key=1",
    "models",
  ])("is not asked at %s", (baseUrl) => {
    expect(faultsOf({ files: filesWith({ baseUrl, model: "small" }) })).toEqual([
      expect.stringContaining("languageModel.baseUrl"),
    ]);
  });

  it("has bounds of its own where none are given", () => {
    const settings = read({ files: filesWith({ baseUrl: "http://127.0.0.1:11434/v1", model: "small" }) });
    expect(settings).toMatchObject({
      settings: {
        config: {
          organizations: [
            {
              languageModel: {
                timeoutMilliseconds: 20_000,
                maxTranscriptCharacters: 24_000,
                responseFormat: "json_schema",
              },
            },
          ],
        },
      },
    });
  });
});

describe("the settings", () => {
  it("have defaults for everything but the identifier key and the organisations", () => {
    expect(read({})).toMatchObject({
      ok: true,
      settings: {
        port: 8787,
        host: "127.0.0.1",
        store: { engine: "sqlite", path: "./data/uic.db" },
        identifierKey: env.UIC_IDENTIFIER_KEY,
        widget: null,
        operatorsPage: null,
        logLevel: "info",
        config: {
          organizations: [
            {
              widgetOrigins: [],
              retentionDays: { interactions: 730, sessions: 30, audit: 365 },
              retry: { attempts: 8, firstSeconds: 1, maxSeconds: 3600 },
              settleSeconds: 60,
              rateLimits: { agents: 300, serviceKeys: 0 },
            },
          ],
        },
      },
    });
  });

  it("take the operators' page from where it is built, or from where they are told it is", () => {
    expect(read({ directories: ["./dist/operators"] })).toMatchObject({
      settings: { operatorsPage: "./dist/operators" },
    });
    const named = { ...env, UIC_OPERATORS: "/srv/page" };
    expect(read({ env: named, directories: ["/srv/page"] })).toMatchObject({
      settings: { operatorsPage: "/srv/page" },
    });
    expect(faultsOf({ env: named })).toEqual([expect.stringContaining("UIC_OPERATORS: /srv/page is no directory")]);
  });

  it("take the identifier key from the environment only, and do without one only in development", () => {
    const without = { GENESYS_CLIENT_SECRET: "secret" };
    expect(faultsOf({ env: without })).toEqual([expect.stringContaining("UIC_IDENTIFIER_KEY is not set")]);
    expect(faultsOf({ env: { ...without, NODE_ENV: "production" } })).toHaveLength(1);
    expect(faultsOf({ env: { ...without, NODE_ENV: "development", UIC_IDENTIFIER_KEY: "too short" } })).toEqual([
      "UIC_IDENTIFIER_KEY must have at least 32 characters.",
    ]);
    expect(read({ env: { ...without, NODE_ENV: "development" } })).toMatchObject({
      ok: true,
      settings: { warnings: expect.arrayContaining([expect.stringContaining("for development only")]) },
    });
  });

  it("tell every fault at once", () => {
    const faults = faultsOf({
      env: {
        UIC_PORT: "port",
        UIC_STORE: "mysql:",
        UIC_IDENTIFIER_KEY: "short",
        UIC_LOG_LEVEL: "loud",
        UIC_WIDGET: "./gone",
      },
      files: {},
    });
    expect(faults.map((fault) => fault.split(/[ :]/)[0])).toEqual([
      "UIC_PORT",
      "UIC_STORE",
      "UIC_IDENTIFIER_KEY",
      "UIC_LOG_LEVEL",
      "UIC_CONFIG",
      "UIC_WIDGET",
    ]);
  });

  it("takes a DynamoDB table with its archive, and other endpoints for tests", () => {
    const UIC_STORE = "dynamodb://Uic_1?region=eu-west-1&archive=s3://uic-archive";
    const store = { engine: "dynamodb", table: "Uic_1", region: "eu-west-1", bucket: "uic-archive" };
    expect(read({ env: { ...env, UIC_STORE } })).toMatchObject({
      settings: { store: { ...store, endpoint: null, s3endpoint: null } },
    });
    const local = `${UIC_STORE}&endpoint=http://127.0.0.1:8000&s3endpoint=http://127.0.0.1:9000`;
    expect(read({ env: { ...env, UIC_STORE: local } })).toMatchObject({
      settings: { store: { ...store, endpoint: "http://127.0.0.1:8000", s3endpoint: "http://127.0.0.1:9000" } },
    });
  });

  it.each([
    "dynamodb:",
    "dynamodb://uic",
    "dynamodb://uic?region=eu-west-1",
    "dynamodb://uic?archive=s3://uic-archive",
    "dynamodb://uic?region=eu-west-1&archive=uic-archive",
    "dynamodb://uic?region=Europe&archive=s3://uic-archive",
    "dynamodb://uic/x?region=eu-west-1&archive=s3://uic-archive",
    "dynamodb://uic?region=eu-west-1&archive=s3://uic-archive&bucket=b",
    "dynamodb://uic?region=eu-west-1&archive=s3://uic-archive&endpoint=ftp://here",
  ])("refuse the table of %j", (UIC_STORE) => {
    const faults = faultsOf({ env: { ...env, UIC_STORE } });
    expect(faults).toEqual([expect.stringContaining("UIC_STORE must name the table and the archive")]);
  });

  it.each(["redis://127.0.0.1:6379/0", "rediss://user:secret@redis.example", "redis://[::1]:6380"])(
    "take the Redis server %s without a warning",
    (UIC_STORE) => {
      const result = read({ env: { ...env, UIC_STORE } });
      expect(result).toMatchObject({ ok: true, settings: { store: { engine: "redis", url: UIC_STORE } } });
      expect(JSON.stringify(result)).not.toContain("unencrypted");
    },
  );

  it("warn when what is stored leaves the machine unencrypted", () => {
    expect(read({ env: { ...env, UIC_STORE: "redis://redis.example" } })).toMatchObject({
      settings: { warnings: expect.arrayContaining([expect.stringContaining("use rediss://")]) },
    });
  });

  it.each(["redis:", "redis://:secret@host/zero", "rediss://:secret@host/0?tls=no", "redis://:secret@host:99999"])(
    "refuse the Redis server of %j without repeating its password",
    (UIC_STORE) => {
      const faults = faultsOf({ env: { ...env, UIC_STORE } });
      expect(faults).toEqual([expect.stringContaining("UIC_STORE must name the Redis server")]);
      expect(faults.join("")).not.toContain("secret");
    },
  );

  it.each(["-1", "65536", "", "80 ", "0x50"])("refuse the port %j", (UIC_PORT) => {
    expect(faultsOf({ env: { ...env, UIC_PORT } })).toEqual([expect.stringContaining("UIC_PORT")]);
  });

  it.each([
    [{ environments: ["mypurecloud.example"] }, "organizations.0.environments.0 must be one of mypurecloud.com"],
    [{ environments: [] }, "organizations.0.environments must have at least 1 entry"],
    [{ widgetOrigins: ["https://widget.example.com/"] }, "must be an origin such as https://widget.example.com"],
    [{ apiOrigin: "http://api.example.com" }, "must be https, or http on localhost"],
    [
      { frameAncestors: ["https://a.example; script-src *"] },
      "organizations.0.frameAncestors.0 must be an https origin",
    ],
    [
      { serviceKeys: [{ name: "x", sha256: "the-key-itself", scopes: [] }] },
      "serviceKeys.0.sha256 must be the SHA-256 of the key",
    ],
    [{ retentionDay: {} }, 'organizations.0 must not have members that the contract does not know: "retentionDay"'],
    [{ client: { id: "pipeline", secretEnv: "NOT_SET" } }, "the variable NOT_SET"],
    [{ serviceKeys: [organization.serviceKeys[0], organization.serviceKeys[0]] }, "two service keys named feed"],
  ])("refuse an organisation with %j", (change, fault) => {
    const files = { "./uic.config.json": { organizations: [{ ...organization, ...change }] } };
    const faults = faultsOf({ files });
    expect(faults.join("\n")).toContain(fault);
    expect(faults.join("\n")).not.toContain("the-key-itself");
  });

  it("refuse one service key in two organisations, since it could not say which one it is for", () => {
    const organizations = [organization, { ...organization, id: "another" }];
    expect(faultsOf({ files: { "./uic.config.json": { organizations } } }).join("\n")).toContain("stands there twice");
  });

  it("say where a file is that is missing or is not JSON", () => {
    expect(faultsOf({ env: { ...env, UIC_CONFIG: "/etc/uic.json" }, files: {} })).toEqual([
      "UIC_CONFIG: /etc/uic.json cannot be read; it names the organisations that are served.",
    ]);
    expect(faultsOf({ env: { ...env, UIC_CONFIG: "/etc/uic.json" }, files: { "/etc/uic.json": "{,}" } })).toEqual([
      "UIC_CONFIG: /etc/uic.json is not JSON; check its commas and quotes.",
    ]);
  });

  it("serve the built widget with its configuration, and say what of it is missing", () => {
    const files = { "./uic.config.json": { organizations: [organization] }, "./config.json": widgetConfig };
    expect(read({ files, directories: ["./dist/widget"] })).toMatchObject({
      ok: true,
      settings: { widget: { directory: "./dist/widget", config: { oauth: { grant: "implicit" } } }, warnings: [] },
    });
    expect(read({ directories: ["./dist/widget"] })).toMatchObject({
      ok: true,
      settings: { warnings: [expect.stringContaining("configuration is missing")] },
    });
    expect(read({ files })).toMatchObject({
      ok: true,
      settings: { warnings: [expect.stringContaining("npm run build")] },
    });
  });

  it("refuse a widget configuration that the widget itself would refuse", () => {
    const files = {
      "./uic.config.json": { organizations: [organization] },
      "./config.json": { ...widgetConfig, oauth: {} },
    };
    expect(faultsOf({ files, directories: ["./dist/widget"] })).toEqual([
      "UIC_WIDGET_CONFIG: ./config.json: oauth.clientId is required.",
    ]);
  });
});
