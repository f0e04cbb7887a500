import type { Models } from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import type { Answer } from "../genesys/answer.ts";
import { differences, sameSet } from "./differences.ts";
import { describe, markOf, nameOf } from "./marks.ts";
import { newOne } from "./oauth-steps.ts";
import { type IntegrationEntity, integrationEntity, integrationTypes } from "./present.ts";
import { hostOf, type Wish } from "./wanted.ts";
import { anything, write, type Work } from "./work.ts";

const path = "/api/v2/integrations";
const object = z._default(z.record(z.string(), z.unknown()), {});
const configuration = z.object({
  name: z._default(z.string(), ""),
  notes: z._default(z.string(), ""),
  version: z.int(),
  properties: object,
  advanced: object,
  credentials: z._default(z.record(z.string(), z.object({ id: z.optional(z.string()) })), {}),
});
type Configuration = z.infer<typeof configuration>;

interface SettledIntegration {
  readonly id: string;
  readonly isChanged: boolean;
  readonly properties: Configuration["properties"];
}

interface Integration {
  readonly part: keyof typeof integrationTypes;
  readonly present: IntegrationEntity | null;
  /** From what is set to what shall be. */
  readonly settings: (
    present: Pick<Configuration, "properties" | "advanced">,
  ) => Pick<Configuration, "properties" | "advanced">;
  readonly credentialId?: string;
}

/** Makes an integration under its mark, so that one left unfinished is found again; then configures and enables it. */
export async function settleIntegration(
  work: Work,
  wish: Wish,
  { part, present, settings, credentialId }: Integration,
): Promise<Answer<SettledIntegration>> {
  const host = hostOf(wish);
  const name = nameOf(host, part);
  const type = integrationTypes[part];
  const what = `integration "${name}" (${type})`;
  const sign = present ? "~" : "+";
  const create = {
    name: markOf(host, part),
    integrationType: { id: type },
  } satisfies Models.CreateIntegrationRequest;
  const standing = present
    ? ({ ok: true, value: present } as const)
    : await write(
        work,
        { sign: "+", what },
        { method: "POST", path, body: create, answer: integrationEntity },
        { id: newOne("integration"), name: "", notes: "", integrationType: { id: type }, intendedState: "DISABLED" },
      );
  if (!standing.ok) return standing;
  const { id, intendedState } = standing.value;

  const now =
    work.isDry && !present
      ? ({ ok: true, value: configuration.parse({ version: 1 }) } as const)
      : await work.platform.ask({ method: "GET", path: `${path}/${id}/config/current`, answer: configuration });
  if (!now.ok) return now;
  const { properties, advanced } = settings(now.value);
  const wanted = {
    name,
    notes: describe(host, part),
    properties,
    advanced,
    credentials: { ...now.value.credentials, ...(credentialId !== undefined && { basicAuth: { id: credentialId } }) },
  };
  const lines = withoutReordered(wanted, now.value);
  if (lines.length > 0) {
    const body = { ...wanted, version: now.value.version } satisfies Models.IntegrationConfiguration;
    const request = { method: "PUT", path: `${path}/${id}/config/current`, body, answer: anything } as const;
    const told = present ? lines : lines.filter((line) => !/^(?:name|notes): /.test(line));
    const changed = await write(work, { sign, what: `configuration of the ${what}`, lines: told }, request, null);
    if (!changed.ok) return changed;
  }
  if (intendedState !== "ENABLED") {
    const body = { intendedState: "ENABLED" } satisfies Models.Integration;
    const request = { method: "PATCH", path: `${path}/${id}`, body, answer: anything } as const;
    const enabled = await write(work, { sign, what: `state of the ${what}`, lines: ["ENABLED"] }, request, null);
    if (!enabled.ok) return enabled;
  }
  const isChanged = lines.length > 0 || intendedState !== "ENABLED";
  if (!isChanged) work.tell({ sign: "=", what });
  return { ok: true, value: { id, isChanged, properties } };
}

/** Lists of ids and the media may come back in another order: that is no difference. */
function withoutReordered(
  wanted: Pick<Configuration, "properties" | "advanced">,
  { properties, ...present }: Configuration,
): readonly string[] {
  const alike = Object.entries(wanted.properties).flatMap(([name, value]) => {
    const standing = properties[name];
    return sameSet(members(value), members(standing)) ? [[name, value] as const] : [];
  });
  return differences(wanted, { ...present, properties: { ...properties, ...Object.fromEntries(alike) } });
}

function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "string" ? value.split(",").map((one) => one.trim()) : [value];
}
