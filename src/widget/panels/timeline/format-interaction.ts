import type { InteractionSummary, ResolutionStatus } from "../../../contract/interaction.ts";
import type { Locale } from "../../locale/locale.ts";
import type { TagTone } from "../../ui/Tag.tsx";

/** `WhatsApp · yesterday 16:20 · 9 min · ` before the agent's name, which others wrote. */
export function formatMeta(interaction: InteractionSummary, now: number, locale: Locale): string {
  const { channel, startTime, durationSeconds } = interaction;
  return [
    locale.capitalised(locale.text(`channel.${channel}`)),
    locale.moment(startTime, now),
    durationSeconds > 0 ? locale.duration(durationSeconds) : null,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

export const toneOf = {
  RESOLVED: "good",
  UNRESOLVED: "open",
  ESCALATED: "escalated",
  ABANDONED: "mute",
} as const satisfies Record<ResolutionStatus, TagTone>;
