import type * as z from "zod/mini";
import type { WidgetConfig } from "../../../contract/widget-config.ts";
import { widgetConfig } from "../../../contract/widget-config.ts";
import { serviceConfig, type Organization } from "../../../service/config.ts";
import { readSettings, type SettingsDeps } from "../../../service/settings.ts";
import type { Wish } from "../arguments.ts";
import { fails, holds, unknown, type Finding } from "../finding.ts";

interface Configured {
  readonly findings: readonly Finding[];
  /** Whose installation it is; null when no file says so. */
  readonly organization: Organization | null;
  readonly widget: WidgetConfig | null;
}

/** The files and variables as the service would read them here, each fault in the service's own words. */
export function checkConfiguration(deps: SettingsDeps, wish: Pick<Wish, "organization">): Configured {
  const read = readSettings(deps);
  const findings: Finding[] = read.ok
    ? [
        holds("uic.config.json and the variables are what the service wants, the identifier key included"),
        ...read.settings.warnings.map((warning) => unknown("To know", warning)),
      ]
    : read.faults.map((fault) => fails(`${subjectOf(fault)} is not what the service wants`, sentence(fault)));
  const organizations = readJson(deps, deps.env["UIC_CONFIG"] || "./uic.config.json", serviceConfig)?.organizations;
  const organization = choose(organizations ?? [], wish.organization, findings);
  const widget = readJson(deps, deps.env["UIC_WIDGET_CONFIG"] || "./config.json", widgetConfig);
  return { findings, organization, widget };
}

function choose(
  organizations: readonly Organization[],
  wanted: string | null,
  findings: Finding[],
): Organization | null {
  const [only] = organizations;
  if (wanted === null && organizations.length > 1) {
    findings.push(unknown("Which organisation is meant", "Name one of uic.config.json with --organization."));
    return null;
  }
  const found = wanted === null ? only : organizations.find(({ id }) => id === wanted);
  if (!found && wanted !== null)
    findings.push(fails("The organisation is not in uic.config.json", "Look at --organization and at its ids."));
  return found ?? null;
}

/** Null when it is not there or not right: that was said already. */
function readJson<T extends z.ZodMiniType>(deps: SettingsDeps, path: string, schema: T): z.output<T> | null {
  try {
    return schema.safeParse(JSON.parse(deps.readText(path) ?? "")).data ?? null;
  } catch {
    return null;
  }
}

function subjectOf(fault: string): string {
  return /^UIC_[A-Z_]+/.exec(fault)?.[0] ?? /\b(?:the variable )([A-Z_]+)/.exec(fault)?.[1] ?? "uic.config.json";
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
