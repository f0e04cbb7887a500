import * as z from "zod/mini";
import type { Answer } from "./answer.ts";
import type { Platform } from "./platform.ts";

/** Who runs a command, in which organisation, and what they may do there. */
export interface AdminCaller {
  readonly organization: { readonly id: string; readonly name: string };
  /** To whom a role is granted when it is granted to the caller. */
  readonly subject: { readonly id: string; readonly type: "PC_USER" | "PC_OAUTH_CLIENT" };
  /** As `domain:entity:action`; null when Genesys Cloud does not tell this caller. */
  readonly permissions: readonly string[] | null;
  holds(roleId: string, divisionId: string): boolean;
}

const tokenInfo = z.object({
  organization: z.object({ id: z.string(), name: z._default(z.string(), "") }),
  OAuthClient: z.optional(z.object({ id: z.optional(z.string()) })),
});
const userMe = z.object({
  id: z.string(),
  authorization: z.optional(z.object({ permissions: z._default(z.array(z.string()), []) })),
});
const policy = z.object({
  domain: z._default(z.string(), ""),
  entityName: z._default(z.string(), ""),
  actions: z._default(z.array(z.string()), []),
});
const subjectMe = z.object({
  grants: z._default(
    z.array(
      z.object({
        division: z.optional(z.object({ id: z.optional(z.string()) })),
        role: z.optional(z.object({ id: z.optional(z.string()), policies: z.optional(z.array(policy)) })),
      }),
    ),
    [],
  ),
});

/** A token of client credentials has no user: what it may do is in the roles of its client. */
export async function readCaller(platform: Platform): Promise<Answer<AdminCaller>> {
  const get = <T extends z.ZodMiniType>(path: string, answer: T): Promise<Answer<z.output<T>>> =>
    platform.ask({ method: "GET", path, answer });
  const token = await get("/api/v2/tokens/me", tokenInfo);
  if (!token.ok) return token;
  const user = await platform.ask({
    method: "GET",
    path: "/api/v2/users/me",
    query: { expand: "authorization" },
    answer: userMe,
  });
  if (!user.ok && (user.failure.kind === "unavailable" || user.failure.kind === "unauthenticated")) return user;
  const subject = await get("/api/v2/authorization/subjects/me", subjectMe);
  const grants = subject.ok ? subject.value.grants : null;
  const ofRoles = grants?.flatMap(({ role }) =>
    (role?.policies ?? []).flatMap(({ domain, entityName, actions }) =>
      actions.map((action) => `${domain}:${entityName}:${action}`),
    ),
  );
  const ofUser = user.ok ? user.value.authorization?.permissions : undefined;
  const { organization, OAuthClient } = token.value;
  return {
    ok: true,
    value: {
      organization,
      subject: user.ok
        ? { id: user.value.id, type: "PC_USER" }
        : { id: OAuthClient?.id ?? "", type: "PC_OAUTH_CLIENT" },
      permissions: ofUser ?? ofRoles ?? null,
      holds: (roleId, divisionId) =>
        (grants ?? []).some(
          ({ role, division }) => role?.id === roleId && (division?.id === divisionId || division?.id === "*"),
        ),
    },
  };
}

/** Which of the wanted permissions are not among the held ones, where `*` stands for every name. */
export function missingPermissions(held: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((permission) => !held.some((one) => covers(one, permission)));
}

function covers(held: string, wanted: string): boolean {
  const parts = held.split(":");
  return wanted.split(":").every((part, index) => parts[index] === "*" || parts[index] === part);
}
