import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { ServiceConfig } from "../config.ts";
import type { Settings } from "../settings.ts";
import { widgetHeaders } from "./widget-headers.ts";

/** The answer to a request for one of the widget's files, null when it is for none. */
export type ServeWidget = (request: Request) => Response | null;

interface WidgetFile {
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

/** Serves the built widget from memory, as it was at the start: only paths that were found then exist, so none leads outside. */
export function createWidget(widget: NonNullable<Settings["widget"]>, service: ServiceConfig): ServeWidget {
  const files = new Map(filesOf(widget.directory).map((path) => [path, readFile(widget.directory, path)]));
  if (widget.configText === null) files.delete("/config.json");
  else files.set("/config.json", describeFile("/config.json", Buffer.from(widget.configText)));
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  const headers = widgetHeaders(service, widget.config);

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

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/")}`);
}

function readFile(directory: string, path: string): WidgetFile {
  return describeFile(path, readFileSync(join(directory, path)));
}

function describeFile(path: string, content: Uint8Array): WidgetFile {
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
