import type { Directory } from "../../organization/directory.ts";
import { customersOf, type Interaction, isAgent, isCustomer, type Leg } from "../interaction.ts";
import type { Members } from "../media/shape.ts";
import { shapes } from "../media/shapes.ts";
import { dialogueOf, type Line } from "./dialogue.ts";

/** What speech and text analytics know of an interaction: they are switched on for calls. */
function analysedLines(interaction: Interaction): readonly Line[] {
  return interaction.medium === "voice" ? dialogueOf(interaction) : [];
}

/** `GET /api/v2/speechandtextanalytics/conversations/{id}`; null where nothing was analysed. Scores are -100 to 100. */
export function speechMetricsOf(interaction: Interaction): Members | null {
  const scored = analysedLines(interaction).flatMap(({ sentiment }) => sentiment ?? []);
  if (scored.length === 0) return null;
  const mean = scored.reduce<number>((sum, one) => sum + one, 0) / scored.length;
  return {
    conversation: { id: interaction.id, selfUri: `/api/v2/conversations/${interaction.id}` },
    sentimentScore: Math.round(mean * 100),
    sentimentTrend: Math.round(((scored.at(-1) ?? 0) - (scored[0] ?? 0)) * 50),
    empathyScores: [],
  };
}

/** The transcript file of one communication: the first customer's, the only one that is transcribed; null for any other. */
export function transcriptOf(interaction: Interaction, communicationId: string, directory: Directory): Members | null {
  const lines = analysedLines(interaction);
  const [customer] = customersOf(interaction);
  if (lines.length === 0 || customer === undefined || customer.sessionId !== communicationId) return null;
  const startTime = customer.connectedAt ?? customer.startedAt;
  const milliseconds = Math.max(1000, (interaction.endedAt ?? startTime) - startTime);
  const each = Math.floor(milliseconds / lines.length);
  return {
    organizationId: directory.organization.id,
    conversationId: interaction.id,
    communicationId,
    transcripts: [
      {
        transcriptId: communicationId,
        language: "en-US",
        programId: "",
        startTime,
        duration: { milliseconds },
        phrases: lines.map((line, index) => phraseOf(line, startTime + index * each, each)),
        analytics: { sentiment: sentimentOf(lines, startTime, each) },
      },
    ],
    participants: interaction.legs.filter((leg) => leg.endedAt !== null).map((leg) => participantOf(leg, interaction)),
    uri: `/transcript/v1/organizations/${directory.organization.id}/conversations/${interaction.id}/communications/${communicationId}`,
    startTime,
    duration: { milliseconds },
    mediaType: "call",
    conversationStartTime: interaction.startedAt,
  };
}

function phraseOf({ speaker, text }: Line, startTimeMs: number, each: number): Members {
  const heard = text.toLowerCase().replaceAll(/[^\p{L}\p{N}' ]/gu, "");
  return {
    text: heard,
    decoratedText: text,
    stability: 1,
    startTimeMs,
    duration: { milliseconds: Math.floor(each * 0.9) },
    words: [],
    alternatives: [],
    participantPurpose: speaker === "customer" ? "external" : "internal",
  };
}

function sentimentOf(lines: readonly Line[], startTime: number, each: number): readonly Members[] {
  return lines.flatMap(({ sentiment }, phraseIndex) =>
    sentiment === undefined
      ? []
      : [{ phraseIndex, sentiment, participant: "external", startTimeMs: startTime + phraseIndex * each }],
  );
}

function participantOf(leg: Leg, interaction: Interaction): Members {
  const purpose = isCustomer(leg) ? "customer" : leg.purpose;
  return {
    participantPurpose: purpose,
    initialDirection: interaction.direction,
    queueId: leg.queueId ?? undefined,
    ...(isAgent(leg) ? { userId: leg.userId ?? undefined } : {}),
    ...(isCustomer(leg) ? shapes[interaction.medium].session(leg, interaction) : {}),
    startTimeMs: leg.startedAt,
    endTimeMs: leg.endedAt ?? undefined,
  };
}
