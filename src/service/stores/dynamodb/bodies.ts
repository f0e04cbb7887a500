import { Superseded, type Engine } from "./engine.ts";
import { objectKey } from "./keys.ts";
import type { Row } from "./table.ts";

/** DynamoDB takes items of 400 KB (409,600 bytes), names and keys included; a longer body goes to S3 before its item is written. */
export const longestInline = 400_000;

/** Bodies of a change that is not written yet. */
export interface Bodies {
  /** The attributes that hold a text: the text itself, or where it will be. */
  place(
    prefix: string,
    revision: number,
    text: string,
  ): { readonly body: string | null; readonly object: string | null };
  upload(): Promise<void>;
  /** Takes back what was uploaded for a change that did not land. */
  discard(): Promise<void>;
}

export function createBodies({ objects, newId }: Engine): Bodies {
  const long: { readonly key: string; readonly text: string }[] = [];
  return {
    place(prefix, revision, text) {
      if (Buffer.byteLength(text) <= longestInline) return { body: text, object: null };
      const key = objectKey(prefix, revision, newId());
      long.push({ key, text });
      return { body: null, object: key };
    },
    async upload() {
      await Promise.all(long.map(({ key, text }) => objects.put(key, text)));
    },
    discard: () => (long.length === 0 ? Promise.resolve() : objects.remove(long.map(({ key }) => key))),
  };
}

/** The text of an item, wherever it is. Throws {@link Superseded} when it went away with a later revision of the item. */
export async function readBody({ objects }: Engine, { body, object }: Row): Promise<unknown> {
  const text = typeof body === "string" ? body : await objects.get(String(object));
  if (text === null) throw new Superseded();
  return JSON.parse(text);
}
