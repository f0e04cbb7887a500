import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { ServiceConfig } from "../config.ts";

const nothing = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/**
 * The security headers of every file of the widget, made once from its configuration and the organisations'.
 * There is no Cross-Origin-Opener-Policy: sign-in comes back to the widget's own page in a popup, and it would cut the opener.
 */
export function widgetHeaders(service: ServiceConfig, widget: WidgetConfig | null): Readonly<Record<string, string>> {
  return { ...everyFile, "content-security-policy": contentSecurityPolicy(service, widget) };
}

/** What holds for every file that a browser is given. */
const everyFile = {
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": nothing.map((feature) => `${feature}=()`).join(", "),
} as const;

/** The operators' page reaches its own service only and is framed by nobody; what opened it learns nothing of it. */
export const operatorsHeaders: Readonly<Record<string, string>> = {
  ...everyFile,
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": policyOf({
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
  }),
};

function contentSecurityPolicy({ organizations }: ServiceConfig, widget: WidgetConfig | null): string {
  const configured = widget?.genesys.environments ?? organizations.flatMap(({ environments }) => environments);
  const environments = [...new Set(configured)];
  const gateway = widget?.genesys.gateway;
  const gatewayAt = (protocol: string) => (gateway ? [`${protocol}://${gateway.host}:${gateway.port}`] : []);
  const login = gateway ? gatewayAt("http") : environments.map((domain) => `https://login.${domain}`);
  const platform = gateway
    ? [...gatewayAt("http"), ...gatewayAt("ws")]
    : environments.flatMap((domain) => [
        `https://api.${domain}`,
        `https://login.${domain}`,
        `wss://streaming.${domain}`,
      ]);
  const uicApi = widget && widget.uicApi.baseUrl !== "" ? [widget.uicApi.baseUrl] : [];
  // The widget renews its sign-in in a hidden frame that comes back to its own page.
  const self = "'self'";
  const ancestors = [
    self,
    ...environments.map((domain) => `https://apps.${domain}`),
    // With a gateway on this machine the desktop is on it too, on a port of its own: the launch accepts the same.
    ...(gateway ? ["http://localhost:*", "http://127.0.0.1:*"] : []),
    ...organizations.flatMap(({ frameAncestors }) => frameAncestors),
  ];
  return policyOf({
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...uicApi, ...platform],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "object-src": ["'none'"],
    "frame-src": [self, ...login],
    "frame-ancestors": [...new Set(ancestors)],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
  });
}

function policyOf(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}
