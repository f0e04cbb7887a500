import { resolve } from "node:path";
import * as z from "zod/mini";
import type { WidgetConfig } from "../contract/widget-config.ts";
import { widgetConfig } from "../contract/widget-config.ts";
import type { Organization, ServiceConfig } from "./config.ts";
import { serviceConfig } from "./config.ts";
import { describeIssues } from "./http/issues.ts";
import type { LogLevel } from "./telemetry/logger.ts";
import { logLevels } from "./telemetry/logger.ts";

/** Everything the process is told from outside, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly store:
    | { readonly engine: "sqlite"; readonly path: string }
    | { readonly engine: "redis"; readonly url: string }
    | {
        readonly engine: "dynamodb";
        readonly table: string;
        readonly region: string;
        /** Of the archive on S3. */
        readonly bucket: string;
        readonly endpoint: string | null;
        readonly s3endpoint: string | null;
      };
  readonly identifierKey: string;
  /** The latest first. */
  readonly earlierIdentifierKeys: readonly string[];
  readonly config: ServiceConfig;
  /** The built widget to serve beside the API, or null without one. */
  readonly widget: {
    readonly directory: string;
    readonly configText: string | null;
    readonly config: WidgetConfig | null;
  } | null;
  /** The folder of the built operators' page, or null without one. */
  readonly operatorsPage: string | null;
  readonly logLevel: LogLevel;
  /** What is allowed but should be known, a sentence each. */
  readonly warnings: readonly string[];
}

export interface SettingsDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file, or null when it is not there or cannot be read. */
  readonly readText: (path: string) => string | null;
  readonly isDirectory: (path: string) => boolean;
}

/** Only in development: what is hashed under it stays findable from one start to the next. */
const developmentKey = "development only: never hash a real customer under this";
const minKeyLength = 32;

/** Reads the variables and the files they name; every fault is listed, in words an admin can act on. */
export function readSettings(
  deps: SettingsDeps,
): { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const warnings: string[] = [];
  const { env } = deps;
  const port = readPort(env["UIC_PORT"] ?? "8787", faults);
  const host = env["UIC_HOST"] || "127.0.0.1";
  const store = readStore(env["UIC_STORE"] || "sqlite:./data/uic.db", faults, warnings);
  const identifierKey = readKey(env, faults, warnings);
  const earlierIdentifierKeys = readEarlierKeys(env, identifierKey, faults);
  const logLevel = readLogLevel(env["UIC_LOG_LEVEL"] || "info", faults);
  const config = readOrganizations(deps, env["UIC_CONFIG"] || "./uic.config.json", faults);
  const widget = readWidget(deps, faults, warnings);
  const operatorsPage = readOperatorsPage(deps, faults);
  if (faults.length > 0 || !config || !store || !logLevel) return { ok: false, faults };
  return {
    ok: true,
    settings: {
      port,
      host,
      store,
      identifierKey,
      earlierIdentifierKeys,
      config,
      widget,
      operatorsPage,
      logLevel,
      warnings,
    },
  };
}

function readPort(text: string, faults: string[]): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) faults.push("UIC_PORT must be a port from 0 to 65535 (0 takes any free one).");
  return port;
}

/** Which engine a `UIC_STORE` names; null with a fault in words when none. */
export function readStore(location: string, faults: string[], warnings: string[]): Settings["store"] | null {
  const [, path = ""] = /^sqlite:(.+)$/.exec(location) ?? [];
  if (path !== "") return { engine: "sqlite", path };
  if (/^rediss?:/.test(location)) return readRedis(location, faults, warnings);
  if (location.startsWith("dynamodb:")) return readDynamo(location, faults);
  faults.push(
    "UIC_STORE must name a file of the embedded store, such as sqlite:./data/uic.db, a Redis server, such as redis://127.0.0.1:6379/0, or a DynamoDB table, such as dynamodb://uic?region=eu-west-1&archive=s3://uic-archive.",
  );
  return null;
}

const localOrigin = z.nullable(z.string().check(z.regex(/^https?:\/\/[^/?#@]+$/, "must be an origin")));
const dynamoLocation = z.object({
  table: z.string().check(z.regex(/^[A-Za-z0-9_.-]{3,255}$/)),
  region: z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/)),
  archive: z.string().check(z.regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
  endpoint: localOrigin,
  s3endpoint: localOrigin,
});

function readDynamo(location: string, faults: string[]): Settings["store"] | null {
  const url = URL.parse(location);
  const query = new Map(url?.searchParams);
  const known = ["region", "archive", "endpoint", "s3endpoint"];
  const members = Object.fromEntries(known.map((name) => [name, query.get(name) ?? null]));
  const read = dynamoLocation.safeParse({ ...members, table: url?.host });
  const hasOnlyKnown = [...query.keys()].every((name) => known.includes(name)) && /^\/?$/.test(url?.pathname ?? "");
  if (!read.success || !hasOnlyKnown) {
    faults.push(
      "UIC_STORE must name the table and the archive as dynamodb://TABLE?region=eu-west-1&archive=s3://BUCKET.",
    );
    return null;
  }
  const { table, region, archive, endpoint, s3endpoint } = read.data;
  return { engine: "dynamodb", table, region, bucket: archive.slice("s3://".length), endpoint, s3endpoint };
}

/** What is wrong is said without the address, which can hold a password. */
function readRedis(location: string, faults: string[], warnings: string[]): Settings["store"] | null {
  const url = URL.parse(location);
  if (!url || url.hostname === "" || !/^\/?\d*$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    faults.push("UIC_STORE must name the Redis server as redis://[user:password@]host[:port][/database].");
    return null;
  }
  if (url.protocol === "redis:" && !/^(?:localhost|127\..*|\[::1\])$/.test(url.hostname))
    warnings.push("UIC_STORE: what is stored goes to the Redis server unencrypted: use rediss:// beyond this machine.");
  return { engine: "redis", url: url.href };
}

function readKey(env: SettingsDeps["env"], faults: string[], warnings: string[]): string {
  const key = env["UIC_IDENTIFIER_KEY"] ?? "";
  if (key.length >= minKeyLength) return key;
  if (key !== "") faults.push(`UIC_IDENTIFIER_KEY must have at least ${minKeyLength} characters.`);
  else if (env["NODE_ENV"] === "development")
    warnings.push(
      "UIC_IDENTIFIER_KEY is not set: identifiers are hashed under a key that everyone knows, for development only.",
    );
  else
    faults.push(
      `UIC_IDENTIFIER_KEY is not set: set it to a secret of at least ${minKeyLength} characters, and keep it, or no customer is found again.`,
    );
  return developmentKey;
}

/** What is wrong is said without the keys. */
function readEarlierKeys(env: SettingsDeps["env"], present: string, faults: string[]): readonly string[] {
  const text = env["UIC_IDENTIFIER_KEYS_BEFORE"] ?? "";
  if (text.trim() === "") return [];
  const keys = text.split(",").map((key) => key.trim());
  if (keys.some((key) => key.length < minKeyLength)) {
    faults.push(
      `UIC_IDENTIFIER_KEYS_BEFORE must list earlier keys, separated by commas, each of at least ${minKeyLength} characters.`,
    );
  }
  if (new Set([present, ...keys]).size <= keys.length) {
    faults.push("UIC_IDENTIFIER_KEYS_BEFORE names a key twice, or the present one: list each earlier key once.");
  }
  return keys;
}

function readLogLevel(text: string, faults: string[]): LogLevel | null {
  const level = logLevels.find((one) => one === text);
  if (level === undefined) faults.push(`UIC_LOG_LEVEL must be one of ${logLevels.join(", ")}.`);
  return level ?? null;
}

function readOrganizations(deps: SettingsDeps, path: string, faults: string[]): ServiceConfig | null {
  const text = deps.readText(path);
  if (text === null) {
    faults.push(`UIC_CONFIG: ${resolve(path)} cannot be read; it names the organisations that are served.`);
    return null;
  }
  const config = readJsonFile(serviceConfig, text, "UIC_CONFIG", path, faults);
  if (config)
    faults.push(...organizationFaults(config.organizations, deps.env).map((fault) => `UIC_CONFIG: ${path}: ${fault}`));
  return config;
}

/** What no schema of one organisation can see. */
function organizationFaults(organizations: readonly Organization[], env: SettingsDeps["env"]): string[] {
  const faults: string[] = [];
  const ids = organizations.map(({ id }) => id);
  for (const id of repeated(ids)) faults.push(`the organisation ${id} stands there twice.`);
  const hashes = organizations.flatMap(({ serviceKeys }) => serviceKeys.map(({ sha256 }) => sha256.toLowerCase()));
  if (repeated(hashes).length > 0)
    faults.push("one service key stands there twice: give every caller a key of its own.");
  for (const { id, serviceKeys, client, identityResolver, languageModel } of organizations) {
    for (const name of repeated(serviceKeys.map((key) => key.name)))
      faults.push(`the organisation ${id} has two service keys named ${name}.`);
    if (client && !env[client.secretEnv])
      faults.push(`the variable ${client.secretEnv}, named by client.secretEnv of the organisation ${id}, is not set.`);
    if (identityResolver && !env[identityResolver.secretEnv])
      faults.push(
        `the variable ${identityResolver.secretEnv}, named by identityResolver.secretEnv of the organisation ${id}, is not set.`,
      );
    if (languageModel?.secretEnv !== undefined && !env[languageModel.secretEnv])
      faults.push(
        `the variable ${languageModel.secretEnv}, named by languageModel.secretEnv of the organisation ${id}, is not set.`,
      );
  }
  return faults;
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function readWidget(deps: SettingsDeps, faults: string[], warnings: string[]): Settings["widget"] {
  const { UIC_WIDGET: named, UIC_WIDGET_CONFIG: namedConfig } = deps.env;
  const directory = named || "./dist/widget";
  const path = namedConfig || "./config.json";
  if (!deps.isDirectory(directory)) {
    if (named) faults.push(`UIC_WIDGET: ${resolve(directory)} is no directory; npm run build makes the widget.`);
    else warnings.push("No built widget in ./dist/widget: only the API is served (npm run build makes the widget).");
    return null;
  }
  const configText = deps.readText(path);
  if (configText === null) {
    if (namedConfig) faults.push(`UIC_WIDGET_CONFIG: ${resolve(path)} cannot be read.`);
    else warnings.push("No ./config.json: the widget will say that its configuration is missing.");
    return { directory, configText: null, config: null };
  }
  return { directory, configText, config: readJsonFile(widgetConfig, configText, "UIC_WIDGET_CONFIG", path, faults) };
}

function readOperatorsPage({ env, isDirectory }: SettingsDeps, faults: string[]): string | null {
  const { UIC_OPERATORS: named } = env;
  const directory = named || "./dist/operators";
  if (isDirectory(directory)) return directory;
  if (named) faults.push(`UIC_OPERATORS: ${resolve(directory)} is no directory; npm run build makes the page.`);
  return null;
}

function readJsonFile<T>(
  schema: z.ZodMiniType<T>,
  text: string,
  variable: string,
  path: string,
  faults: string[],
): T | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    faults.push(`${variable}: ${resolve(path)} is not JSON; check its commas and quotes.`);
    return null;
  }
  const read = z.safeParse(schema, data);
  if (read.success) return read.data;
  for (const { path: place, message } of describeIssues(read.error.issues, data))
    faults.push(`${variable}: ${path}: ${place === "" ? "the file" : place} ${message}.`);
  return null;
}
