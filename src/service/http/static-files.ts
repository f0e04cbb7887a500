import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** The answer to a request for one of the files, null when it is for none. */
export type ServeFiles = (request: Request) => Response | null;

export interface StaticFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  /** Null where compression does not help. */
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const compressible = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"]);

/** The files of a folder by their path under it, as they are now: only paths that were found exist, so none leads outside. */
export function readFiles(directory: string): Map<string, StaticFile> {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/")}`);
  return new Map(paths.map((path) => [path, describeFile(path, readFileSync(join(directory, path)))]));
}

/** Serves files from memory, with these headers on each. */
export function serveFiles(
  files: ReadonlyMap<string, StaticFile>,
  headers: Readonly<Record<string, string>>,
): ServeFiles {
  return (request) => {
    const path = new URL(request.url).pathname;
    const file = files.get(path);
    if (!file || (request.method !== "GET" && request.method !== "HEAD")) return null;
    const answer = new Headers(headers);
    answer.set("cache-control", file.cacheControl);
    answer.set("etag", file.etag);
    if (file.gzip) answer.set("vary", "Accept-Encoding");
    if (matches(request.headers.get("if-none-match"), file.etag))
      return new Response(null, { status: 304, headers: answer });
    const gzip = acceptsGzip(request.headers.get("accept-encoding")) ? file.gzip : null;
    if (gzip) answer.set("content-encoding", "gzip");
    answer.set("content-type", file.type);
    const body = gzip ?? file.plain;
    answer.set("content-length", String(body.byteLength));
    return new Response(request.method === "HEAD" ? null : body, { headers: answer });
  };
}

/** A file as it is served, by its path. */
export function describeFile(path: string, content: Uint8Array): StaticFile {
  const extension = extname(path);
  const plain = new Uint8Array(content);
  const gzip = compressible.has(extension) ? new Uint8Array(gzipSync(plain, { level: 9 })) : null;
  return {
    type: types[extension] ?? "application/octet-stream",
    cacheControl: cacheControlOf(path, extension),
    // Weak, because the compressed form is the same file in other bytes.
    etag: `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    plain,
    gzip: gzip && gzip.byteLength < plain.byteLength ? gzip : null,
  };
}

function cacheControlOf(path: string, extension: string): string {
  if (extension === ".html" || path === "/config.json") return "no-store";
  return /^\/assets\/.+-[\w-]{8}\.\w+$/.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag.slice(2));
}

function acceptsGzip(acceptEncoding: string | null): boolean {
  return /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(acceptEncoding ?? "");
}
