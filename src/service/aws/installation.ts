import * as z from "zod/mini";
import { widgetConfig } from "../../contract/widget-config.ts";
import { serviceConfig } from "../config.ts";
import { describeIssues } from "../http/issues.ts";
import { operatorsHeaders, widgetHeaders } from "../http/widget-headers.ts";
import { usedTopics } from "../pipeline/intake/envelope.ts";
import { secretVariables } from "./function-settings.ts";

/** What whoever deploys must know of an installation, worked out by the code that will run there. */
export interface Installation {
  readonly organizationIds: readonly string[];
  /** `detail-type` of the events that are of use. */
  readonly eventTypes: readonly string[];
  /** Variables that each function takes from secrets. */
  readonly secrets: Readonly<Record<"work" | "api" | "sweep", readonly string[]>>;
  /** Of every file of the widget, and of the operators' page. */
  readonly widgetHeaders: Readonly<Record<string, string>>;
  readonly operatorsHeaders: Readonly<Record<string, string>>;
  /** The longest that any organisation keeps interactions. */
  readonly longestRetentionDays: number;
}

/** Reads the service's and the widget's configuration, or says every fault in words. */
export function describeInstallation(texts: {
  readonly service: string;
  readonly widget: string;
}): { readonly ok: true; readonly value: Installation } | { readonly ok: false; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const service = read(serviceConfig, texts.service, "the service's configuration", faults);
  const widget = read(widgetConfig, texts.widget, "the widget's configuration", faults);
  if (!service || !widget) return { ok: false, faults };
  const { organizations } = service;
  return {
    ok: true,
    value: {
      organizationIds: organizations.map(({ id }) => id),
      eventTypes: usedTopics.map((topic) => `v2.detail.events.conversation.{id}.${topic}`),
      secrets: {
        work: secretVariables("work", organizations),
        api: secretVariables("api", organizations),
        sweep: secretVariables("sweep", organizations),
      },
      widgetHeaders: widgetHeaders(service, widget),
      operatorsHeaders,
      longestRetentionDays: Math.max(...organizations.map(({ retentionDays }) => retentionDays.interactions)),
    },
  };
}

function read<T>(schema: z.ZodMiniType<T>, text: string, name: string, faults: string[]): T | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    faults.push(`${name} is not JSON; check its commas and quotes.`);
    return null;
  }
  const parsed = z.safeParse(schema, data);
  if (parsed.success) return parsed.data;
  for (const { path, message } of describeIssues(parsed.error.issues, data))
    faults.push(`${name}: ${path === "" ? "the file" : path} ${message}.`);
  return null;
}
