import { type Interaction, isAgent, isCustomer, type Leg } from "../interaction.ts";
import { customerOf, type MediumShape } from "./shape.ts";

/** A phone call. Inbound the customer is the ANI; outbound the ANI is the organisation and the customer is the DNIS. */
export const voice: MediumShape = {
  collection: "calls",
  provider: "Edge",
  mediaType: "voice",
  messageType: null,
  participant: (leg, interaction) => {
    const { ani, dnis } = numbers(leg, interaction);
    return {
      ...(isCustomer(leg) ? { address: ani, aniName: displayed(ani) } : {}),
      ...(isCustomer(leg) || isAgent(leg) ? { ani, dnis } : {}),
    };
  },
  communication: (leg, interaction) => ({
    recording: true,
    recordingState: "active",
    muted: false,
    confined: false,
    ...ends(leg, interaction),
  }),
  session: (leg, interaction) => {
    const { ani, dnis } = numbers(leg, interaction);
    return { ani, dnis, sessionDnis: dnis, ...(isAgent(leg) ? { remote: remoteName(leg, interaction) } : {}) };
  },
  event: numbers,
};

interface End {
  readonly name: string;
  readonly nameRaw: string;
  readonly addressNormalized: string;
  readonly addressRaw: string;
  readonly addressDisplayable: string;
}

/** A number as Genesys Cloud writes it: `tel:` before E.164, a `sip:` address as it is. */
function callerAddress(address: string | null): string {
  if (address === null) return "tel:anonymous";
  return /^(?:sip|tel):/.test(address) ? address : `tel:${address}`;
}

function numbers(leg: Leg, interaction: Interaction): { readonly ani: string; readonly dnis: string } {
  const customer = customerOf(leg, interaction);
  const line = `tel:${interaction.line}`;
  if (customer === undefined) {
    const [caller, called] = interaction.legs.filter(isAgent);
    return { ani: extension(caller), dnis: extension(called) };
  }
  const number = callerAddress(customer.address);
  return interaction.direction === "outbound" ? { ani: line, dnis: number } : { ani: number, dnis: line };
}

/** `self` is the participant's own end of the call, `other` the far one. */
function ends(leg: Leg, interaction: Interaction): { readonly self: End; readonly other: End } {
  const customer = customerOf(leg, interaction);
  const line = end("Lanka Telecom", `tel:${interaction.line}`, `sip:${interaction.line}@198.51.100.8:5060`);
  if (customer === undefined) {
    const other = interaction.legs.find((candidate) => isAgent(candidate) && candidate !== leg);
    return { self: agentEnd(leg), other: agentEnd(other) };
  }
  const number = callerAddress(customer.address);
  const far = end(displayed(number), number, raw(number));
  if (isCustomer(leg)) return { self: far, other: line };
  return { self: isAgent(leg) ? agentEnd(leg) : line, other: far };
}

function end(name: string, normalized: string, addressRaw: string): End {
  return {
    name,
    nameRaw: "",
    addressNormalized: normalized,
    addressRaw,
    addressDisplayable: displayed(normalized),
  };
}

function agentEnd(leg: Leg | undefined): End {
  const address = extension(leg);
  const name = leg?.name ?? "";
  return {
    name,
    nameRaw: name,
    addressNormalized: address,
    addressRaw: address.replace(
      "@localhost",
      ";tgrp=55555555-0000-4000-8000-0000000000e1;trunk-context=lankatel@localhost",
    ),
    addressDisplayable: name.toLowerCase(),
  };
}

function extension(leg: Leg | undefined): string {
  const user = (leg?.userId ?? "").replaceAll("-", "").slice(0, 24);
  return `sip:${user}+lankatel.orgspan.com@localhost`;
}

function raw(address: string): string {
  if (address === "tel:anonymous") return "sip:anonymous@anonymous.invalid";
  return address.startsWith("tel:") ? `sip:${address.slice(4)}@198.51.100.7:5060;user=phone` : address;
}

function displayed(address: string): string {
  return address.replace(/^(?:tel|sip):/, "").replace(/[@;].*$/, "");
}

function remoteName(leg: Leg, interaction: Interaction): string | undefined {
  return customerOf(leg, interaction)?.name ?? undefined;
}
