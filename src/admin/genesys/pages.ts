import * as z from "zod/mini";
import type { Answer } from "./answer.ts";
import type { Platform } from "./platform.ts";

const pageSize = 100;
/** No organisation has that many of anything listed here; a server that never ends must not keep the command forever. */
const mostPages = 200;

/** Every entity of a listing, page by page. */
export async function listAll<T extends z.ZodMiniType>(
  platform: Platform,
  path: string,
  entity: T,
  query: Readonly<Record<string, string>> = {},
): Promise<Answer<readonly z.output<T>[]>> {
  const page = z.object({ entities: z._default(z.array(entity), []), pageCount: z.nullish(z.number()) });
  const found: z.output<T>[] = [];
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber += 1) {
    const answer = await platform.ask({
      method: "GET",
      path,
      query: { ...query, pageSize: String(pageSize), pageNumber: String(pageNumber) },
      answer: page,
    });
    if (!answer.ok) return answer;
    found.push(...answer.value.entities);
    if (pageNumber >= (answer.value.pageCount ?? 1)) break;
  }
  return { ok: true, value: found };
}
