import * as z from "zod/mini";
import type { Answer } from "../genesys/answer.ts";
import { listAll } from "../genesys/pages.ts";
import type { Platform } from "../genesys/platform.ts";

const entity = z.object({ id: z.string(), name: z._default(z.string(), "") });

/** The ids of what an administrator named by id or by name; a name that nobody or several have is a fault. */
export async function idsOf(
  platform: Platform,
  what: { readonly kind: string; readonly path: string },
  wanted: readonly string[],
  faults: string[],
): Promise<Answer<readonly string[]>> {
  if (wanted.length === 0) return { ok: true, value: [] };
  const listed = await listAll(platform, what.path, entity);
  if (!listed.ok) return listed;
  const ids = wanted.flatMap((text) => {
    const found = listed.value.filter(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
    const [first, ...more] = found;
    if (!first) faults.push(`There is no ${what.kind} "${text}" in this organisation.`);
    else if (more.length > 0)
      faults.push(
        `There are ${String(found.length)} of the ${what.kind} "${text}": name the one that is meant by its id (${found.map(({ id }) => id).join(", ")}).`,
      );
    return first ? [first.id] : [];
  });
  return { ok: true, value: ids };
}

/** The division that every organisation has. */
export async function homeDivision(platform: Platform): Promise<Answer<string>> {
  const home = await platform.ask({ method: "GET", path: "/api/v2/authorization/divisions/home", answer: entity });
  return home.ok ? { ok: true, value: home.value.id } : home;
}
