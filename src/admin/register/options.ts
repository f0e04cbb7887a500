import { parseArgs } from "node:util";
import type { RegionDomain } from "../../contract/regions.ts";
import { regionDomain } from "../../contract/regions.ts";

/** What the command line asks for, checked as far as it can be without asking Genesys Cloud. */
export interface Options {
  readonly environment: RegionDomain;
  readonly url: string;
  readonly isDry: boolean;
  readonly remove: boolean;
  readonly implicitClient: string | null;
  readonly groups: readonly string[] | null;
  readonly queues: readonly string[] | null;
  readonly media: readonly string[] | null;
  readonly divisions: readonly string[] | null;
  /** Null keeps what the pipeline's role has. */
  readonly insights: boolean | null;
  readonly aws: { readonly account: string; readonly region: string; readonly suffix: string } | null;
  readonly adopted: readonly string[];
  readonly newSecrets: boolean;
  readonly widgetConfig: string;
  readonly serviceConfig: string;
  readonly secrets: string;
}

export const usage = `npm run register -- --environment mypurecloud.ie --url https://journey.example.com [options]

  --dry-run                show what would change, and write nothing
  --groups A,B             who sees the panel: groups by name or id
  --queues A,B             on which queues (all when never named)
  --media call,email       on which media (all that the panel knows when never named)
  --divisions A,B | all    whose conversations the pipeline may read (Home when never named)
  --[no-]insights          the pipeline also reads Copilot summaries, sentiment and transcripts (needs the licences)
  --aws-account 123456789012 --aws-region eu-west-1 [--event-source-suffix customer-journey]
                           send ended conversations to that account's Amazon EventBridge
  --implicit-client ID     the widget signs in with this existing client of the grant Token Implicit
  --adopt ID,ID            take over what was made by hand
  --new-secrets            make new secrets where the old ones are not in the secrets file
  --config FILE --uic-config FILE --secrets FILE
                           ./config.json, ./uic.config.json and ./data/uic.env when left out
  --remove [--yes]         take away what this command made; without --yes only show it
`;

export function readOptions(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly options: Options } | { readonly ok: false; readonly faults: readonly string[] } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...words],
      allowNegative: true,
      options: {
        environment: { type: "string" },
        url: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        remove: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        "implicit-client": { type: "string" },
        groups: { type: "string" },
        queues: { type: "string" },
        media: { type: "string" },
        divisions: { type: "string" },
        insights: { type: "boolean" },
        "aws-account": { type: "string" },
        "aws-region": { type: "string" },
        "event-source-suffix": { type: "string", default: "customer-journey" },
        adopt: { type: "string", default: "" },
        "new-secrets": { type: "boolean", default: false },
        config: { type: "string" },
        "uic-config": { type: "string" },
        secrets: { type: "string", default: "./data/uic.env" },
      },
    }));
  } catch (error) {
    return { ok: false, faults: [error instanceof Error ? error.message : String(error)] };
  }
  const faults: string[] = [];
  const environment = regionDomain.safeParse(values.environment);
  if (!environment.success)
    faults.push("--environment must name the region's domain, such as mypurecloud.ie or usw2.pure.cloud.");
  const url = readUrl(values.url ?? "", faults);
  const aws = readAws(values["aws-account"], values["aws-region"], values["event-source-suffix"], faults);
  const media = listed(values.media);
  if (media?.includes("message") === true)
    faults.push("--media: message is no type of Genesys Cloud's; name webmessaging, sms, whatsapp, open or facebook.");
  if (!environment.success || faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    options: {
      environment: environment.data,
      url,
      isDry: values["dry-run"] || (values.remove && !values.yes),
      remove: values.remove,
      implicitClient: values["implicit-client"] ?? null,
      groups: listed(values.groups),
      queues: listed(values.queues),
      media,
      divisions: listed(values.divisions),
      insights: values.insights ?? null,
      aws,
      adopted: listed(values.adopt) ?? [],
      newSecrets: values["new-secrets"],
      widgetConfig: values.config ?? (env["UIC_WIDGET_CONFIG"] || "./config.json"),
      serviceConfig: values["uic-config"] ?? (env["UIC_CONFIG"] || "./uic.config.json"),
      secrets: values.secrets,
    },
  };
}

/** Null when the option was left out; names can hold anything but a comma. */
function listed(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function readUrl(text: string, faults: string[]): string {
  const url = URL.parse(text);
  const isHere = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
  if (url && (url.protocol === "https:" || isHere) && url.href === `${url.origin}/`) return url.origin;
  faults.push(
    "--url must be the service's https address without a path, such as https://journey.example.com: agents' browsers load the panel from there.",
  );
  return "";
}

function readAws(
  account: string | undefined,
  region: string | undefined,
  suffix: string,
  faults: string[],
): Options["aws"] {
  if (account === undefined && region === undefined) return null;
  if (!/^\d{12}$/.test(account ?? "")) faults.push("--aws-account must have the twelve digits of an AWS account.");
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region ?? "")) faults.push("--aws-region must be a region such as eu-west-1.");
  if (!/^[\w.-]{1,64}$/.test(suffix))
    faults.push("--event-source-suffix must have 1 to 64 letters, digits, dots, dashes or underscores.");
  return { account: account ?? "", region: region ?? "", suffix };
}
