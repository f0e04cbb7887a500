import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { differences } from "./differences.ts";
import type { Files } from "./secrets.ts";
import type { Change } from "./work.ts";

/** What the files say of an installation that is registered. */
export interface Installed {
  readonly organizationId: string;
  readonly environment: string;
  /** Where login and platform API are when not in the region: the desk on this machine. */
  readonly gateway: string | null;
  readonly widget: { readonly clientId: string; readonly grant: "pkce" | "implicit" };
  readonly pipeline: { readonly id: string; readonly secretEnv: string };
  readonly serviceKeys: readonly {
    readonly name: string;
    readonly key: string;
    readonly scopes: readonly string[];
  }[];
}

const members = z.record(z.string(), z.unknown());
type Members = z.infer<typeof members>;
const texts = z._default(z.array(z.string()), []);
const named = z.looseObject({ name: z.string() });

/** Null for a file that is not there, and with a fault for one that can be nobody's configuration. */
export function readMembers(files: Files, path: string, faults: string[]): Members | null {
  const text = files.read(path);
  if (text === null) return null;
  try {
    const read = members.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch {
    // Said below, as for JSON that is no object.
  }
  faults.push(`${path} holds no JSON object: mend it, or move it away to have a new one written.`);
  return null;
}

/** `config.json` beside the widget, with everything else that stands in it. */
export function widgetMembers(present: Members | null, { widget, environment, gateway }: Installed): Members {
  const genesys = memberOf(present, "genesys");
  return {
    ...present,
    oauth: { ...memberOf(present, "oauth"), clientId: widget.clientId, grant: widget.grant },
    uicApi: { baseUrl: "", ...memberOf(present, "uicApi") },
    genesys: {
      ...genesys,
      environments: withText(genesys?.["environments"], environment),
      ...(gateway !== null && { gateway: gatewayOf(gateway) }),
    },
  };
}

/** `uic.config.json`, with its other organisations and everything else that stands in it. */
export function serviceMembers(present: Members | null, installed: Installed): Members {
  const list = z.safeParse(z.array(members), present?.["organizations"]);
  const organizations = list.success ? list.data : [];
  const index = organizations.findIndex(({ id }) => id === installed.organizationId);
  const organization = organizationMembers(organizations[index] ?? null, installed);
  return {
    ...present,
    organizations: index === -1 ? [...organizations, organization] : organizations.with(index, organization),
  };
}

function organizationMembers(present: Members | null, installed: Installed): Members {
  const { organizationId: id, environment, gateway, widget, pipeline } = installed;
  const listed = z.safeParse(z.array(named), present?.["serviceKeys"]);
  const others = (listed.success ? listed.data : []).filter(
    ({ name }) => !installed.serviceKeys.some((key) => key.name === name),
  );
  const ours = installed.serviceKeys.map(({ name, key, scopes }) => ({ name, sha256: sha256(key), scopes }));
  return {
    id,
    ...present,
    environments: withText(present?.["environments"], environment),
    oauthClientIds: withText(present?.["oauthClientIds"], widget.clientId),
    ...(gateway !== null && { apiOrigin: gateway }),
    client: pipeline,
    serviceKeys: [...others, ...ours],
  };
}

/** The hashes of service keys that stand in the file already, by name. */
export function keyHashes(present: Members | null, organizationId: string): ReadonlyMap<string, string> {
  const hashes = z.safeParse(
    z.object({
      organizations: z.array(
        z.object({
          id: z.string(),
          serviceKeys: z._default(z.array(z.object({ name: z.string(), sha256: z.string() })), []),
        }),
      ),
    }),
    present,
  );
  const organization = hashes.success ? hashes.data.organizations.find(({ id }) => id === organizationId) : undefined;
  return new Map(organization?.serviceKeys.map(({ name, sha256: hash }) => [name, hash.toLowerCase()]));
}

/** Writes what differs; the file as it was stays beside it as `.bak`. */
export function writeMembers(
  files: Files,
  path: string,
  present: Members | null,
  wanted: Members,
  { isDry, tell }: { readonly isDry: boolean; readonly tell: (change: Change) => void },
): void {
  const lines = differences(wanted, present ?? {});
  if (present !== null && lines.length === 0) {
    tell({ sign: "=", what: path });
    return;
  }
  if (!isDry) {
    const before = files.read(path);
    if (before !== null) files.write(`${path}.bak`, before, 0o644);
    files.write(path, `${JSON.stringify(wanted, null, 2)}\n`, 0o644);
  }
  tell({ sign: present === null ? "+" : "~", what: path, lines });
}

function memberOf(present: Members | null, name: string): Members | undefined {
  const read = members.safeParse(present?.[name]);
  return read.success ? read.data : undefined;
}

function withText(present: unknown, text: string): readonly string[] {
  const read = texts.safeParse(present);
  return [...new Set([...(read.success ? read.data : []), text])];
}

function gatewayOf(gateway: string): Members {
  const { hostname, port } = new URL(gateway);
  return { protocol: "http", host: hostname, port: Number(port === "" ? "80" : port) };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
