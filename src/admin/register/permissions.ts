import type { AdminCaller } from "../genesys/caller.ts";
import { missingPermissions } from "../genesys/caller.ts";
import type { Options } from "./options.ts";

/** What whoever runs the command must be allowed, in Genesys Cloud's names. */
function wantedPermissions({ remove, queues }: Pick<Options, "remove" | "queues">): readonly string[] {
  const made = ["oauth:client", "authorization:role", "integrations:integration", "integrations:action"];
  const verbs = remove ? ["view", "edit", "delete"] : ["view", "add", "edit"];
  return [
    ...made.flatMap((what) => verbs.map((verb) => `${what}:${verb}`)),
    ...(remove ? [] : ["authorization:grant:add", "authorization:grant:delete"]),
    ...(queues === null ? [] : ["routing:queue:view"]),
  ];
}

/** One sentence with everything that misses; null when nothing does, or when it cannot be told. */
export function permissionFault(
  { permissions }: Pick<AdminCaller, "permissions">,
  options: Pick<Options, "remove" | "queues">,
): string | null {
  if (permissions === null) return null;
  const missing = missingPermissions(permissions, wantedPermissions(options));
  return missing.length === 0
    ? null
    : `These permissions miss; give them to a role of yours (Admin → People & Permissions → Roles) and run again: ${missing.join(", ")}.`;
}
