import * as z from "zod/mini";
import { serviceConfig, type Organization } from "../config.ts";
import { describeIssues } from "../http/issues.ts";
import { NotStarted } from "./function-failures.ts";
import { readSettings, readStore, type Settings, type SettingsDeps } from "../settings.ts";

/** What the functions are for; each is told only what it has a use for. */
export type FunctionKind = "events" | "work" | "api" | "sweep";

type DynamoLocation = Settings["store"] & { readonly engine: "dynamodb" };

/** Members of an organisation under which secrets are named, and who needs these. */
const secretsOf = {
  client: ["work"],
  languageModel: ["work"],
  identityResolver: ["work", "api"],
} as const satisfies Readonly<Record<string, readonly FunctionKind[]>>;

export interface FunctionSettings {
  readonly settings: Settings;
  readonly location: DynamoLocation;
}

type FunctionDeps = Pick<SettingsDeps, "env" | "readText">;

/** The settings of one function. Throws every fault in words when they are not complete. */
export function readFunctionSettings(kind: FunctionKind, { env, readText }: FunctionDeps): FunctionSettings {
  // The widget and the operators' page are on CloudFront; development is no place for AWS.
  const { NODE_ENV: _, UIC_WIDGET: __, ...known } = env;
  const read = readSettings({
    env: { ...known, UIC_STORE: storeOf(env) },
    readText: (path) => narrowed(kind, readText(path)),
    isDirectory: () => false,
  });
  if (!read.ok) throw new NotStarted(read.faults.join(" "));
  const { store } = read.settings;
  if (store.engine !== "dynamodb") throw new NotStarted(onlyDynamo);
  return { settings: read.settings, location: store };
}

/** What taking events in needs: no secret at all. */
export function readIntakeSettings({ env, readText }: FunctionDeps): {
  readonly organizations: readonly Organization[];
  readonly location: DynamoLocation;
} {
  const faults: string[] = [];
  const location = readStore(storeOf(env), faults, []);
  const path = env["UIC_CONFIG"] || "./uic.config.json";
  const config = readConfig(readText(path), path, faults);
  if (!config || !location) throw new NotStarted(faults.join(" "));
  if (location.engine !== "dynamodb") throw new NotStarted(onlyDynamo);
  return { organizations: config.organizations, location };
}

const onlyDynamo =
  "UIC_STORE must name a DynamoDB table, such as dynamodb://uic?region=eu-west-1&archive=s3://uic-archive: a function keeps nothing itself.";

/** Left out it would be the embedded store's file, which a function has not. */
const storeOf = (env: SettingsDeps["env"]): string => env["UIC_STORE"] || "none";

function readConfig(text: string | null, path: string, faults: string[]): z.infer<typeof serviceConfig> | null {
  const data = text === null ? undefined : parsed(text);
  const read = serviceConfig.safeParse(data);
  if (data !== undefined && read.success) return read.data;
  if (data === undefined) faults.push(`UIC_CONFIG: ${path} cannot be read as JSON; it is put beside the functions.`);
  else
    for (const issue of describeIssues(read.error?.issues ?? [], data))
      faults.push(`UIC_CONFIG: ${path}: ${issue.path} ${issue.message}.`);
  return null;
}

const organizationsIn = z.looseObject({ organizations: z.array(z.looseObject({})) });

/** The configuration without what names secrets that this function does not get; as it is when it cannot be read. */
function narrowed(kind: FunctionKind, text: string | null): string | null {
  const read = organizationsIn.safeParse(text === null ? undefined : parsed(text));
  if (!read.success) return text;
  const unused = unusedMembers(kind);
  const organizations = read.data.organizations.map((organization) =>
    Object.fromEntries(Object.entries(organization).filter(([member]) => !unused.has(member))),
  );
  return JSON.stringify({ ...read.data, organizations });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const named = z.object({ secretEnv: z.string() });

/** Which variables a function takes from secrets. */
export function secretVariables(kind: FunctionKind, organizations: readonly Organization[]): readonly string[] {
  if (kind === "events") return [];
  const unused = unusedMembers(kind);
  const variables = organizations.flatMap((organization) =>
    Object.entries(organization).flatMap(([member, value]) => {
      const read = named.safeParse(value);
      return read.success && !unused.has(member) ? read.data.secretEnv : [];
    }),
  );
  return [...new Set(["UIC_IDENTIFIER_KEY", "UIC_IDENTIFIER_KEYS_BEFORE", ...variables])];
}

function unusedMembers(kind: FunctionKind): ReadonlySet<string> {
  const members = Object.entries(secretsOf).filter(([, users]) => !users.some((user) => user === kind));
  return new Set(members.map(([member]) => member));
}
