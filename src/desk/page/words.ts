import type { InteractionView } from "../control/snapshot.ts";

export const mediumNames: Readonly<Record<InteractionView["medium"], string>> = {
  voice: "Voice",
  callback: "Callback",
  chat: "Chat",
  email: "Email",
  sms: "SMS",
  whatsapp: "WhatsApp",
  webmessaging: "Web messaging",
  open: "Open messaging",
  facebook: "Facebook",
};

export const stateNames: Readonly<Record<InteractionView["state"], string>> = {
  alerting: "Alerting",
  connected: "Connected",
  held: "On hold",
  transferred: "Transferred",
  "wrap-up": "After-call work",
  ended: "Ended",
};

const purposeNames: Readonly<Record<string, string>> = {
  customer: "Customer",
  external: "Customer",
  ivr: "IVR",
  acd: "Queue",
  agent: "Agent",
  user: "Agent",
};

export function purposeName(purpose: string): string {
  return purposeNames[purpose] ?? purpose;
}

/** `4:07`, `1:02:09`. */
export function duration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const clock = `${hours > 0 ? two(minutes) : String(minutes)}:${two(total % 60)}`;
  return hours > 0 ? `${String(hours)}:${clock}` : clock;
}

export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }).format(at);
}

export function initials(name: string): string {
  const letters = name
    .split(/\s+/)
    .map((part) => /\p{L}/u.exec(part)?.[0] ?? "")
    .filter((letter) => letter !== "");
  return (letters.length > 2 ? [letters[0], letters.at(-1)] : letters).join("").toUpperCase() || "?";
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** How long it has been, for the agent: since it alerted or was answered, until it ended. */
export function ageOf(interaction: InteractionView, now: number): number {
  const from = interaction.answeredAt ?? interaction.startedAt;
  return (interaction.endedAt ?? now) - from;
}
