import { regionDomains, type RegionDomain, type TargetEnvironment } from "../../contract/regions.ts";
import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { LaunchParameters, LaunchRefusal } from "./genesys.ts";
import { desktopOrigin } from "./hosts.ts";

export type Launch =
  | { readonly kind: "launched"; readonly parameters: LaunchParameters }
  | { readonly kind: "refused"; readonly refusal: LaunchRefusal };

type Genesys = WidgetConfig["genesys"];
type Checked<T> = { readonly value: T } | LaunchRefusal;
type Parameter = LaunchRefusal["parameter"];

/** Reads the launch parameters of the widget's URL, newer (`gc…`) and older (`pc…`), or says which of them has to be corrected. */
export function readLaunchParameters({ searchParams }: URL, { genesys }: WidgetConfig): Launch {
  const target = readEnvironment(searchParams, genesys);
  if ("fault" in target) return { kind: "refused", refusal: target };
  const host = readHostOrigin(searchParams, target.value.environment, genesys);
  if ("fault" in host) return { kind: "refused", refusal: host };
  const conversationId = readConversationId(searchParams);
  if ("fault" in conversationId) return { kind: "refused", refusal: conversationId };
  const parameters = {
    ...target.value,
    hostOrigin: host.value,
    conversationId: conversationId.value,
    languageTag: languageTagOf(searchParams.get("gcLangTag") ?? searchParams.get("pcLangTag") ?? ""),
    usePopup: isTrue(searchParams.get("gcUsePopupAuth") ?? searchParams.get("pcUsePopupAuth")),
  };
  return { kind: "launched", parameters };
}

const parameterNames = new Set(
  ["HostOrigin", "TargetEnv", "Environment", "ConversationId", "LangTag", "UsePopupAuth"].flatMap((name) => [
    `gc${name}`,
    `pc${name}`,
  ]),
);

/** A query with nothing but the launch parameters of `search`, or an empty text. */
export function launchQuery(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => parameterNames.has(name));
  return kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : "";
}

/** One parameter said once, or more than once alike; null where it is absent or empty. */
function only(given: URLSearchParams, parameter: Parameter): Checked<string | null> {
  const values = new Set(given.getAll(parameter));
  if (values.size > 1) return { parameter, fault: "contradictory" };
  const [value = ""] = values;
  return { value: value === "" ? null : value };
}

function readEnvironment(
  given: URLSearchParams,
  genesys: Genesys,
): Checked<{ targetEnvironment: TargetEnvironment; environment: RegionDomain }> {
  const target = only(given, "gcTargetEnv");
  if ("fault" in target) return target;
  const domain = only(given, "pcEnvironment");
  if ("fault" in domain) return domain;
  const parameter = target.value === null && domain.value !== null ? "pcEnvironment" : "gcTargetEnv";
  if (target.value === null && domain.value === null) {
    return { parameter: given.has("pcConversationId") ? "pcEnvironment" : "gcTargetEnv", fault: "missing" };
  }
  const wanted = target.value ?? domain.value ?? "";
  if (!/^[a-z0-9.-]{1,64}$/u.test(wanted)) return { parameter, fault: "malformed" };
  const known = knownEnvironments.find(([name, host]) => wanted === (parameter === "gcTargetEnv" ? name : host));
  if (known === undefined || !genesys.environments.includes(known[1])) return { parameter, fault: "not-allowed" };
  const [targetEnvironment, environment] = known;
  if (domain.value !== null && domain.value !== environment) {
    return { parameter: "pcEnvironment", fault: "contradictory" };
  }
  return { value: { targetEnvironment, environment } };
}

function isTargetEnvironment(name: string): name is TargetEnvironment {
  return Object.hasOwn(regionDomains, name);
}

const knownEnvironments = Object.keys(regionDomains)
  .filter(isTargetEnvironment)
  .map((name) => [name, regionDomains[name]] as const);

/** Compared as text with what the configuration allows: parsing would let other spellings of an origin through. */
function readHostOrigin(given: URLSearchParams, environment: RegionDomain, genesys: Genesys): Checked<string> {
  const parameter = "gcHostOrigin";
  const origin = only(given, parameter);
  if ("fault" in origin) return origin;
  if (origin.value === null) {
    return given.has("pcEnvironment")
      ? { value: desktopOrigin(environment, genesys.gateway) }
      : { parameter, fault: "missing" };
  }
  if (origin.value === `https://apps.${environment}`) return { value: origin.value };
  if (!URL.canParse(origin.value) || new URL(origin.value).origin !== origin.value) {
    return { parameter, fault: "malformed" };
  }
  const isLocal = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/u.test(origin.value);
  if (genesys.gateway !== undefined && isLocal) return { value: origin.value };
  const isOfAnother = genesys.environments.some((other) => origin.value === `https://apps.${other}`);
  return { parameter, fault: isOfAnother ? "contradictory" : "not-allowed" };
}

function readConversationId(given: URLSearchParams): Checked<string> {
  const newer = only(given, "gcConversationId");
  if ("fault" in newer) return newer;
  const older = only(given, "pcConversationId");
  if ("fault" in older) return older;
  const parameter = newer.value === null && older.value !== null ? "pcConversationId" : "gcConversationId";
  const id = newer.value ?? older.value;
  if (id === null) {
    return { parameter: given.has("pcEnvironment") ? "pcConversationId" : parameter, fault: "missing" };
  }
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu.test(id)) {
    return { parameter, fault: "malformed" };
  }
  if (older.value !== null && older.value.toLowerCase() !== id.toLowerCase()) {
    return { parameter: "pcConversationId", fault: "contradictory" };
  }
  return { value: id.toLowerCase() };
}

function isTrue(flag: string | null): boolean {
  return flag?.toLowerCase() === "true";
}

function languageTagOf(tag: string): string {
  const candidate = tag.trim().toLowerCase().replaceAll("_", "-");
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/u.test(candidate)) return "en-us";
  try {
    return new Intl.Locale(candidate).toString().toLowerCase();
  } catch {
    return "en-us";
  }
}
