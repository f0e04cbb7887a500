import { limits } from "../../contract/limits.ts";
import type { Outcome } from "../customers/customers.ts";
import type { Refused } from "./problem.ts";
import { invalidRequest, refuse } from "./problem.ts";

const maxDepth = 64;

/** Reads a JSON body of one of the media types: at most 1 MB, in UTF-8, without compression. A longer one is not read to its end. */
export async function readJson(request: Request, mediaTypes: readonly string[]): Promise<Outcome<unknown>> {
  if (!isOfType(request.headers.get("content-type"), mediaTypes) || request.headers.has("content-encoding"))
    return refuse("unsupported_media_type", `Send the body as ${mediaTypes.join(" or ")} in UTF-8, uncompressed.`);
  const bytes = await readBounded(request);
  if (bytes === null)
    return refuse("too_large", `Send at most ${limits.bodyBytes} bytes; split the work into several requests.`);
  return parseJson(bytes);
}

function isOfType(contentType: string | null, mediaTypes: readonly string[]): boolean {
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  return mediaTypes.includes(type.trim()) && (charset === undefined || /^charset="?utf-?8"?$/.test(charset));
}

/** Null when there is more than may be sent. A stated length is held to by the server, so that such a body is read at once. */
async function readBounded(request: Request): Promise<Uint8Array | null> {
  const stated = request.headers.get("content-length");
  if (stated !== null && request.headers.get("transfer-encoding") === null)
    return Number(stated) > limits.bodyBytes ? null : new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limits.bodyBytes) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): Outcome<unknown> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (isTooDeep(text)) return invalidBody(`must not nest deeper than ${maxDepth} levels`);
    const value: unknown = JSON.parse(text, text.includes("__proto__") ? refusePrototype : undefined);
    return { ok: true, value };
  } catch (error) {
    return invalidBody(
      error instanceof PrototypeKey ? "must not have a key that names a prototype" : "must be JSON in UTF-8",
    );
  }
}

function invalidBody(message: string): Refused {
  return invalidRequest([{ path: "", message }]);
}

class PrototypeKey extends Error {
  override readonly name = "PrototypeKey";
}

/** Schemas drop such a key silently, so that a value would be lost without a word. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new PrototypeKey();
  return value;
}

/** Recursion over such a body would exhaust the stack of whoever reads it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isQuoted) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) isQuoted = false;
    } else if (code === 0x22) isQuoted = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}
