import { environmentHeader } from "../../contract/routes.ts";
import type { Organization, ServiceConfig } from "../config.ts";

export interface Cors {
  /** The answer to a preflight. Who asks is not known yet, so any configured origin may. */
  preflight(origin: string): Response;
  /** Lets the page that asked read the answer: once the organisation is known, on that organisation's origins only. */
  allow(headers: Headers, origin: string | null, organization: Organization | null): void;
}

const exposed = "ETag, X-Request-Id, Retry-After, Date";
const allowedHeaders = `Authorization, Content-Type, If-Match, Last-Event-ID, X-Request-Id, ${environmentHeader}`;

export function createCors({ organizations }: ServiceConfig): Cors {
  const configured = new Set(organizations.flatMap(({ widgetOrigins }) => widgetOrigins));
  return {
    preflight(origin) {
      const headers = new Headers({ vary: "Origin" });
      if (configured.has(origin)) {
        headers.set("access-control-allow-origin", origin);
        headers.set("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
        headers.set("access-control-allow-headers", allowedHeaders);
        headers.set("access-control-max-age", "600");
      }
      return new Response(null, { status: 204, headers });
    },
    allow(headers, origin, organization) {
      headers.append("vary", "Origin");
      if (origin === null) return;
      if (organization ? !organization.widgetOrigins.includes(origin) : !configured.has(origin)) return;
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-expose-headers", exposed);
    },
  };
}
