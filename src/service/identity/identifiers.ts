import type { Identifier, IdentifierType } from "../../contract/identifier.ts";
import { id as contractId, type Channel } from "../../contract/primitives.ts";
import type { Organization } from "../config.ts";
import type { IdentifierKeys } from "./keys.ts";
import { maskEmail, maskForeignId, maskPhone } from "./mask.ts";
import { normaliseEmail, normaliseForeignId, normalisePhone } from "./normalise.ts";

/** An identifier in its one normal form, ready to be looked up and linked; it holds no value in the clear. */
export interface UsableIdentifier {
  /** Its place among the identifiers of the request. */
  readonly index: number;
  /** What the request called it: a channel id that is a phone number is read as that phone too. */
  readonly askedAs: IdentifierType;
  readonly type: Exclude<IdentifierType, "customerId">;
  readonly channel: Channel | null;
  readonly key: string;
  /** Keys of earlier secrets under which it may still be stored. */
  readonly earlierKeys: readonly string[];
  /** Of a channel id that is a phone or an email: the key of that phone or email. */
  readonly sameAs: string | null;
  /** The masked form, for people. */
  display(): string;
}

export interface NamedCustomer {
  readonly index: number;
  readonly askedAs: "customerId";
  readonly type: "customerId";
  readonly customerId: string;
}
export type ReadIdentifier = UsableIdentifier | NamedCustomer;

export interface IdentifierReader {
  /** The identifiers that mean somebody, in the order given; what no rule can normalise and who is blocked is left out. */
  read(organization: Organization, identifiers: readonly Identifier[]): readonly ReadIdentifier[];
}

/** Channels on which a sender's id can be a telephone number. */
const telephoneChannels: ReadonlySet<Channel> = new Set(["voice", "sms", "callback", "whatsapp"]);

export function createIdentifierReader(keys: IdentifierKeys): IdentifierReader {
  const blockedByOrganization = new WeakMap<Organization, ReadonlySet<string>>();

  function blockedOf(organization: Organization): ReadonlySet<string> {
    const known = blockedByOrganization.get(organization);
    if (known) return known;
    const forms = organization.blockedIdentifiers.flatMap((value) => [
      normalisePhone(value, organization.defaultRegion),
      normaliseEmail(value),
      normaliseForeignId(value),
    ]);
    const made = new Set(forms.filter((form) => form !== null));
    blockedByOrganization.set(organization, made);
    return made;
  }

  function readOne(organization: Organization, identifier: Identifier, index: number): readonly ReadIdentifier[] {
    const blocked = blockedOf(organization);
    const usable = (
      type: UsableIdentifier["type"],
      channel: Channel | null,
      value: string | null,
      mask: (value: string) => string,
      sameAs: string | null = null,
    ): readonly UsableIdentifier[] => {
      if (value === null || blocked.has(value)) return [];
      const kind = channel === null ? type : `${type}:${channel}`;
      const [key, ...earlierKeys] = keys.keysOf(organization.id, kind, value);
      return [{ index, askedAs: identifier.type, type, channel, key, earlierKeys, sameAs, display: () => mask(value) }];
    };
    const asBoth = (
      type: "phone" | "email",
      channel: Channel,
      value: string,
      mask: (value: string) => string,
    ): readonly UsableIdentifier[] => {
      const address = usable(type, null, value, mask);
      return [...usable("channel", channel, value, mask, address[0]?.key ?? null), ...address];
    };

    switch (identifier.type) {
      case "customerId": {
        const customerId = normaliseForeignId(identifier.value);
        return customerId !== null && !blocked.has(customerId) && contractId.safeParse(customerId).success
          ? [{ index, askedAs: "customerId", type: "customerId", customerId }]
          : [];
      }
      case "phone":
        return usable("phone", null, normalisePhone(identifier.value, organization.defaultRegion), maskPhone);
      case "email":
        return usable("email", null, normaliseEmail(identifier.value), maskEmail);
      case "externalContact":
        return usable("externalContact", null, normaliseForeignId(identifier.value), maskForeignId);
      case "channel": {
        const { channel } = identifier;
        // A number or address is the same person's whatever it is called: it is also looked up, and linked, as what it is.
        const number = telephoneChannels.has(channel) ? telephone(organization, channel, identifier.value) : null;
        if (number !== null) {
          return asBoth("phone", channel, number, maskPhone);
        }
        const address = channel === "email" ? normaliseEmail(identifier.value) : null;
        if (address !== null) {
          return asBoth("email", channel, address, maskEmail);
        }
        return usable("channel", channel, channelUser(channel, identifier.value), maskForeignId);
      }
      default:
        return identifier satisfies never;
    }
  }

  return {
    read: (organization, identifiers) =>
      identifiers.flatMap((identifier, index) => readOne(organization, identifier, index)),
  };
}

/** WhatsApp writes international numbers as bare digits. */
function telephone(organization: Organization, channel: Channel, value: string): string | null {
  const international = channel === "whatsapp" && /^\s*[1-9]\d{7,14}\s*$/.test(value);
  return normalisePhone(international ? `+${value.trim()}` : value, organization.defaultRegion);
}

/** On telephone channels an id such as `tel:anonymous` is a withheld number, on email `noreply@…` nobody's mailbox: neither is a person's id. */
function channelUser(channel: Channel, value: string): string | null {
  if (channel === "email" && value.includes("@")) return null;
  if (telephoneChannels.has(channel) && /^\s*(?:tel|sips?):/i.test(value)) return null;
  return normaliseForeignId(value);
}
