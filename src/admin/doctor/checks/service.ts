import { widgetConfig, type WidgetConfig } from "../../../contract/widget-config.ts";
import { fails, holds, holdsIf, type Finding } from "../finding.ts";
import { reach, type Network, type Reached } from "../reach.ts";

interface Serving {
  readonly health: Reached;
  readonly findings: readonly Finding[];
  readonly isUp: boolean;
  /** What the service hands to the widget; null when it serves none. */
  readonly widget: WidgetConfig | null;
}

/** Whether the service answers where browsers look for it, and its store behind it. */
export async function checkService(network: Network, service: string): Promise<Serving> {
  const health = await reach(network, `${service}/healthz`);
  if (!health.ok)
    return { health, findings: [fails(`${service} does not answer`, health.next)], isUp: false, widget: null };
  const isHere = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::|$)/.test(service);
  const findings: Finding[] = [
    holdsIf(
      health.status === 200,
      `${service} answers`,
      `${service} answers ${String(health.status)} to /healthz`,
      "Something else than the service is at this address: look at the proxy in front, and where it forwards to.",
    ),
    holdsIf(
      isHere || service.startsWith("https:"),
      isHere ? "It is asked on this machine, without TLS" : "Its certificate is one that browsers trust",
      "It is asked without TLS",
      "Genesys Cloud frames https pages only: put TLS in front, and name the service by its https address.",
    ),
  ];
  if (health.status !== 200) return { health, findings, isUp: false, widget: null };
  const ready = await reach(network, `${service}/readyz`);
  findings.push(
    ready.ok && ready.status === 200
      ? holds("Its store can be reached")
      : fails(
          "Its store cannot be reached",
          "Look at UIC_STORE and at what it names: the disk and its free space, or the server and its address; the service's log says more.",
        ),
  );
  const config = await reach(network, `${service}/config.json`);
  return {
    health,
    findings,
    isUp: true,
    widget: config.ok ? (widgetConfig.safeParse(config.body).data ?? null) : null,
  };
}
