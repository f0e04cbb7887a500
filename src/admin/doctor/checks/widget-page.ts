import { fails, holds, holdsIf, type Finding } from "../finding.ts";
import type { Patient } from "../patient.ts";
import { reach, type Network } from "../reach.ts";

/** Whether Genesys Cloud may frame the widget's page. */
export async function checkWidgetPage(network: Network, { service, widget }: Patient): Promise<readonly Finding[]> {
  const page = await reach(network, `${service}/`);
  if (!page.ok) return [fails("The widget's page does not come", page.next)];
  const isPage = page.status === 200 && page.headers.get("content-type")?.startsWith("text/html") === true;
  if (!isPage)
    return [
      fails(
        `The widget's page is answered ${String(page.status)}`,
        "Build it with npm run build, let UIC_WIDGET name its folder (dist/widget), and start the service anew.",
      ),
    ];
  const policy = page.headers.get("content-security-policy") ?? "";
  const ancestors = /(?:^|;)\s*frame-ancestors ([^;]*)/.exec(policy)?.[1]?.trim().split(/\s+/) ?? null;
  const environments = widget?.genesys.environments ?? [];
  const unlisted = environments.filter((one) => !mayFrame(ancestors, `https://apps.${one}`));
  return [
    holds("The widget's page is served"),
    holdsIf(
      widget !== null,
      "It is given a config.json that it understands",
      "It is given no config.json that it understands",
      "Put config.json where UIC_WIDGET_CONFIG says and start the service anew; the panel would say that it is not configured.",
    ),
    holdsIf(
      unlisted.length === 0,
      "Genesys Cloud may frame it",
      `The page does not let ${unlisted.map((one) => `https://apps.${one}`).join(", ")} frame it`,
      "A proxy in front replaces the Content-Security-Policy header, or config.json names another environment: forward the service's headers as they are.",
    ),
    holdsIf(
      !page.headers.has("x-frame-options"),
      "No X-Frame-Options is in the way",
      "The page carries X-Frame-Options, which keeps Genesys Cloud from framing it",
      "Take that header out of the proxy in front: frame-ancestors says who may frame the page.",
    ),
    holdsIf(
      !page.headers.has("cross-origin-opener-policy"),
      "No Cross-Origin-Opener-Policy cuts the sign-in's popup off",
      "The page carries Cross-Origin-Opener-Policy, so that a sign-in in a popup never comes back",
      "Take that header out of the proxy in front.",
    ),
  ];
}

/** No directive lets everybody. */
function mayFrame(ancestors: readonly string[] | null, origin: string): boolean {
  return ancestors === null || ancestors.some((one) => one === origin || one === "*" || one === "https:");
}
