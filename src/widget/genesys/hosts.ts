import type { RegionDomain } from "../../contract/regions.ts";
import type { WidgetConfig } from "../../contract/widget-config.ts";

type Gateway = WidgetConfig["genesys"]["gateway"];

function gatewayOrigin({ protocol, host, port }: NonNullable<Gateway>): string {
  return new URL(`${protocol}://${host}:${port}`).origin;
}

/** Where the agent's desktop is served: the only page that the widget talks to. */
export function desktopOrigin(environment: RegionDomain, gateway: Gateway): string {
  return gateway === undefined ? `https://apps.${environment}` : gatewayOrigin(gateway);
}

/** Whether a notification channel's address is the streaming host of this environment; no other gets a connection. */
export function isStreamingAddress(address: string, environment: RegionDomain, gateway: Gateway): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, username, password } = new URL(address);
  const expected =
    gateway === undefined ? `wss://streaming.${environment}` : gatewayOrigin(gateway).replace(/^http/u, "ws");
  return origin === expected && username === "" && password === "";
}
