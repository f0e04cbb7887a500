import type { Identifier } from "./identifier.ts";
import { limits } from "./limits.ts";
import { id, type Channel } from "./primitives.ts";
import type { GenesysAddress, Participant } from "./genesys-participant.ts";

type Direction = "inbound" | "outbound";

/** What carries the participant's conversation, and which way it was started; null where Genesys Cloud does not say. */
export interface Medium {
  readonly channel: Channel | null;
  readonly direction: Direction | null;
}

interface Stateful {
  readonly state?: string | undefined;
  readonly direction?: string | undefined;
}

/** Of several legs of one medium (a transfer adds one), the live one, else the last. */
function liveOf<T extends Stateful>(legs: readonly T[]): T | undefined {
  return legs.find((leg) => !hasEnded(leg)) ?? legs.at(-1);
}

export function hasEnded(leg: Stateful): boolean {
  return leg.state === "disconnected" || leg.state === "terminated";
}

export function legsOf(participant: Participant): readonly Stateful[] {
  return [
    ...participant.callbacks,
    ...participant.messages,
    ...participant.emails,
    ...participant.chats,
    ...participant.calls,
    ...participant.socialExpressions,
  ];
}

/** A callback becomes a call when it is dialled and stays a callback here. */
export function mediumOf(participant: Participant): Medium {
  const message = liveOf(participant.messages);
  const legs: readonly (readonly [Channel, Stateful | undefined])[] = [
    ["callback", liveOf(participant.callbacks)],
    [channelOfMessage(message?.type), message],
    ["email", liveOf(participant.emails)],
    ["chat", liveOf(participant.chats)],
    ["voice", liveOf(participant.calls)],
    ["social", liveOf(participant.socialExpressions)],
  ];
  const carried = legs.filter(([, leg]) => leg !== undefined);
  const [channel, leg] = carried.find(([, candidate]) => candidate && !hasEnded(candidate)) ?? carried[0] ?? [null];
  return { channel, direction: directionOf(leg) };
}

function directionOf(leg: Stateful | undefined): Direction | null {
  const direction = leg?.direction?.toLowerCase();
  return direction === "inbound" || direction === "outbound" ? direction : null;
}

function channelOfMessage(type: string | undefined): Channel {
  switch (type?.toLowerCase() ?? "") {
    case "sms":
      return "sms";
    case "whatsapp":
      return "whatsapp";
    case "facebook":
    case "instagram":
    case "twitter":
    case "x":
    case "line":
    case "apple":
      return "social";
    default:
      return "messaging";
  }
}

/** Every identifier of one customer participant, best known first within a type, not yet in the order of a cascade. */
export function identifiersOf(participant: Participant): readonly Identifier[] {
  const identifiers = [
    ...customerIdOf(participant),
    ...phones([...callNumbers(participant), ...callbackNumbers(participant)]),
    ...emails(participant.emails.length > 0 ? [participant.address] : []),
    ...messageSenders(participant),
    ...phones([attribute(participant, "context.phoneNumber")]),
    ...emails([attribute(participant, "context.email")]),
    ...externalContactOf(participant),
    ...socialAuthors(participant),
  ];
  const seen = new Set<string>();
  return identifiers.filter((identifier) => {
    const key = JSON.stringify([
      identifier.type,
      identifier.value,
      "channel" in identifier ? identifier.channel : null,
    ]);
    return identifier.value.length <= limits.identifierLength && !seen.has(key) && seen.add(key);
  });
}

function attribute(participant: Participant, key: string): string | undefined {
  const value = Object.hasOwn(participant.attributes, key) ? participant.attributes[key] : undefined;
  return typeof value === "number" ? String(value) : typeof value === "string" ? value : undefined;
}

/** A flow's own `customerId` outranks the one that the web page gave its chat. */
function customerIdOf(participant: Participant): Identifier[] {
  const value = [attribute(participant, "customerId"), attribute(participant, "context.customerId")]
    .map((candidate) => candidate?.trim())
    .find((candidate) => candidate !== undefined && id.safeParse(candidate).success && !isWithheld(candidate));
  return value === undefined ? [] : [{ type: "customerId", value }];
}

/** On an outbound call the customer's `ani` is the organisation's own number: the customer is `dnis`. */
function callNumbers(participant: Participant): (string | undefined)[] {
  const call = liveOf(participant.calls);
  if (call === undefined && participant.ani === undefined && participant.dnis === undefined) return [];
  const own = [participant.address, call?.self?.addressNormalized, call?.self?.addressRaw];
  const dialled = directionOf(call ?? legsOf(participant)[0]) === "outbound";
  const number = [dialled ? participant.dnis : participant.ani, ...own].find(isPhone);
  return [number];
}

function callbackNumbers(participant: Participant): (string | undefined)[] {
  return participant.callbacks.flatMap((callback) => callback.callbackNumbers);
}

function messageSenders(participant: Participant): Identifier[] {
  return participant.messages.flatMap((message): Identifier[] => {
    const channel = channelOfMessage(message.type);
    const value = addressOf(directionOf(message) === "outbound" ? message.toAddress : message.fromAddress);
    if (channel === "sms") return phones([value]);
    return value === undefined || isWithheld(value) ? [] : [{ type: "channel", value, channel }];
  });
}

function socialAuthors(participant: Participant): Identifier[] {
  return participant.socialExpressions.flatMap((expression): Identifier[] => {
    const value = present(expression.socialMediaId) ?? present(expression.socialUserName);
    return value === undefined || isWithheld(value) ? [] : [{ type: "channel", value, channel: "social" }];
  });
}

function externalContactOf(participant: Participant): Identifier[] {
  const value = present(participant.externalContactId);
  return value === undefined ? [] : [{ type: "externalContact", value }];
}

function addressOf(address: GenesysAddress): string | undefined {
  return present(address?.addressNormalized) ?? present(address?.addressRaw);
}

function present(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function phones(values: readonly (string | undefined)[]): Identifier[] {
  return values.filter(isPhone).map((value) => ({ type: "phone", value: value.trim() }));
}

/** Rough on purpose: what is a number at all. Whether it is somebody's is for the service to say. */
function isPhone(value: string | undefined): value is string {
  if (value === undefined || isWithheld(value)) return false;
  const [, scheme = "", rest = ""] = /^\s*(sips?:|tel:)?(.*)$/isu.exec(value) ?? [];
  // Agents, queues and mailboxes are sip addresses whose user part is no number.
  if (scheme.toLowerCase().startsWith("sip")) return /^\+?[\d().-]{3,}(?:[;@]|$)/u.test(rest);
  return !rest.includes("@") && (rest.match(/\p{Nd}/gu)?.length ?? 0) >= 3;
}

function emails(values: readonly (string | undefined)[]): Identifier[] {
  return values.flatMap((value): Identifier[] => {
    const address = (/<([^<>]*)>\s*$/u.exec(value ?? "")?.[1] ?? value ?? "").trim().replace(/^mailto:/iu, "");
    return /^[^\s@]+@[^\s@]+$/u.test(address) && !isWithheld(address) ? [{ type: "email", value: address }] : [];
  });
}

const nobody = new Set(
  "anonymous,restricted,unavailable,unknown,unidentified,private,withheld,blocked,notavailable,null,undefined,none,na,nan".split(
    ",",
  ),
);

/** Values that stand for "not known": the same for everybody, so never anybody's identifier. */
function isWithheld(value: string): boolean {
  const [user = "", host = ""] = value
    .trim()
    .toLowerCase()
    .replace(/^(?:sips?|tel|mailto):/u, "")
    .split(/[@;]/u);
  // +266696687 is ANONYMOUS on a keypad, which some carriers send.
  return (
    user === "" || nobody.has(user.replaceAll(/[\s_./+-]/gu, "")) || user === "+266696687" || host.endsWith(".invalid")
  );
}
