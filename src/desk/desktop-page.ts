import { readFile } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { type Context, Hono } from "hono";

interface Dependencies {
  readonly folder: string | null;
  readonly widgetOrigin: string;
  readonly port: () => number;
  /** The desktop's own sign-in: whoever opens it has a login session from then on. */
  readonly onOpen: (context: Context) => void;
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** The agent's desktop: the page that `vite build --mode desk` has made. */
export function desktopPage({ folder, widgetOrigin, port, onOpen }: Dependencies): Hono {
  const routes = new Hono();
  routes.get("/", async (context) => {
    const wanted = `localhost:${String(port())}`;
    // On 127.0.0.1 the desktop would be of one site with the widget, which it never is in life.
    if (context.req.header("host") !== wanted) return context.redirect(`http://${wanted}/`);
    onOpen(context);
    const page = folder === null ? null : await readFile(join(folder, "index.html"), "utf8").catch(() => null);
    if (page === null)
      return context.text("The desk's page is not built; run npm run build, then open this again.", 503);
    context.header("Content-Security-Policy", policy(widgetOrigin));
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cache-Control", "no-store");
    return context.html(page);
  });
  routes.get("/assets/*", async (context) => {
    const path = normalize(decodeURIComponent(new URL(context.req.url).pathname));
    const type = types[path.split(".").at(-1) ?? ""];
    if (folder === null || type === undefined || path.split(sep).includes("..")) return context.notFound();
    const file = await readFile(join(folder, path)).catch(() => null);
    if (file === null) return context.notFound();
    return context.body(new Uint8Array(file), 200, {
      "Content-Type": type,
      "Cache-Control": "public, max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
    });
  });
  return routes;
}

/** The desktop frames the widget, and the login page that the widget's frame goes through. */
function policy(widgetOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src 'self' ${widgetOrigin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
