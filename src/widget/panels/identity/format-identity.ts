import type { Caller } from "../../journey/situation.ts";
import type { Conflict, ReturningCustomer } from "../../../contract/lookup.ts";
import type { Locale } from "../../locale/locale.ts";

/** A returning customer in words. `name` may be hostile text; nothing else may. */
export interface Identity {
  readonly name: string | null;
  /** Stands for the name where there is none: a masked phone or email. */
  readonly reach: string | null;
  readonly contacts: string;
  readonly matched: string;
  /** What the match rests on, and whether it was verified. */
  readonly evidence: string | null;
}

export function formatIdentity(
  customer: ReturningCustomer,
  caller: Caller | undefined,
  isChosen: boolean,
  locale: Locale,
): Identity {
  const { identifiers, matchedBy, displayName, interactionCount: count } = customer;
  const matchedOn = identifiers.find(({ id }) => id === matchedBy.identifierId);
  const reach = identifiers.find(({ type }) => type === "phone") ?? identifiers.find(({ type }) => type === "email");
  const since = firstContactAt(customer);
  return {
    name: hasLetters(displayName) ? displayName : null,
    reach: reach?.display ?? caller?.phone ?? caller?.email ?? null,
    contacts:
      since === null
        ? locale.text("identity.contacts", { count })
        : locale.text("identity.contactsSince", { count, month: locale.month(since) }),
    matched: isChosen
      ? locale.text("matched.chosen")
      : matchedBy.type === "channel" && matchedOn?.channel
        ? locale.text("matched.byChannel", { channel: locale.text(`channel.${matchedOn.channel}`) })
        : locale.text(`matched.${matchedBy.type}`),
    evidence: matchedOn
      ? locale.text(matchedOn.verified ? "matched.verified" : "matched.unverified", { identifier: matchedOn.display })
      : null,
  };
}

/** When the first contact was, as far as all of them are known; null rather than a guess. */
function firstContactAt({ recentInteractions, interactionCount }: ReturningCustomer): string | null {
  return recentInteractions.length >= interactionCount ? (recentInteractions.at(-1)?.startTime ?? null) : null;
}

/** What is known of somebody who matched nobody: the name they gave, how they are reached, and on which channel. */
export function formatCaller(caller: Caller, locale: Locale): readonly string[] {
  const channel = caller.channel && locale.text(`channel.${caller.channel}`);
  const name = hasLetters(caller.name) ? caller.name : null;
  return [name, caller.phone ?? caller.email, channel].filter((part) => part !== null);
}

/** Identifiers of this interaction that point to somebody else. What many share is the brief's caution, not said twice. */
export function formatConflicts(conflicts: readonly Conflict[], locale: Locale): readonly string[] {
  const types = new Set(conflicts.filter(({ customerId }) => customerId !== undefined).map(({ type }) => type));
  return [...types].map((type) =>
    locale.text("identity.conflictOther", { identifier: locale.text(`identifier.${type}`) }),
  );
}

/** Genesys Cloud names many participants by their bare number, which is shown masked or not at all. */
export function hasLetters(name: string | null): name is string {
  return name !== null && /\p{L}/u.test(name);
}
