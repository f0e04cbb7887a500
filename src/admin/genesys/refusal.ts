import * as z from "zod/mini";
import type { PlatformFailure } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

const errorBody = z.object({
  message: z.optional(z.string()),
  code: z.optional(z.string()),
  messageParams: z.optional(z.record(z.string(), z.unknown())),
});

/** What an answer other than 2xx means; null when it is one. */
export function failureOf(
  { method, path }: { readonly method: string; readonly path: string },
  { status, body }: Exchange,
): PlatformFailure | null {
  if (status >= 200 && status < 300) return null;
  const said = readable(body);
  const what = `${method} ${path}`;
  switch (status) {
    case 401:
      return {
        kind: "unauthenticated",
        sentence: "Genesys Cloud does not take the token: it has ended, or belongs to another region.",
      };
    case 403:
      return {
        kind: "forbidden",
        permissions: permissionsIn(body),
        sentence: `${what} is not allowed: ${said}`,
      };
    case 404:
      return { kind: "missing", sentence: `${what}: not there.` };
    case 409:
      return { kind: "conflict", sentence: `${what}: ${said}` };
    case 408:
    case 429:
      return { kind: "unavailable", sentence: `${what} was answered ${status}; try again shortly.` };
    default:
      return status >= 500
        ? { kind: "unavailable", sentence: `${what} was answered ${status}; try again shortly.` }
        : { kind: "refused", status, sentence: `${what} was refused (${status}): ${said}` };
  }
}

/** The platform's own words, cut and without what a terminal would obey. */
function readable(body: unknown): string {
  const read = errorBody.safeParse(body);
  const text = (read.success ? read.data.message : undefined) ?? "no reason was given.";
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, 400);
}

const permissionName = /\b[a-zA-Z]+:[a-zA-Z*]+:(?:[a-zA-Z]+|\*)/g;

/** Genesys Cloud names what is missing in `messageParams.permissions`, or only in its sentence. */
function permissionsIn(body: unknown): readonly string[] {
  const read = errorBody.safeParse(body);
  if (!read.success) return [];
  const { message = "", messageParams } = read.data;
  const named = messageParams?.["permissions"];
  return [...new Set(`${typeof named === "string" ? named : ""} ${message}`.match(permissionName))];
}
