import type { FakeGenesys, Reply } from "../fake-genesys.ts";

export type Said = readonly [speaker: "customer" | "agent", text: string];

/** Lets Genesys Cloud have a transcript of one conversation, in English unless said otherwise. */
export function letBeTold(
  genesys: FakeGenesys,
  replies: Record<string, Reply>,
  conversationId: string,
  said: readonly Said[],
  language: string | null = "en-US",
): void {
  const speech = `/api/v2/speechandtextanalytics/conversations/${conversationId}`;
  replies[speech] = { status: 200, body: {} };
  replies[`${speech}/communications/s-customer/transcripturl`] = {
    status: 200,
    body: { url: `${genesys.origin}/files/${conversationId}` },
  };
  replies[`/files/${conversationId}`] = {
    status: 200,
    body: {
      transcripts: [
        {
          ...(language !== null && { language }),
          phrases: said.map(([speaker, text]) => ({
            text,
            participantPurpose: speaker === "customer" ? "external" : "internal",
          })),
        },
      ],
    },
  };
}
