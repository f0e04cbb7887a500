import { customersOf, type Interaction, isAgent, type WrapUp } from "../interaction.ts";

/** One thing that was said; `sentiment` is the customer's, as Genesys Cloud scores phrases. */
export interface Line {
  readonly speaker: "customer" | "agent";
  readonly text: string;
  readonly sentiment?: -1 | 0 | 1;
}

/** What customers say about what their conversation is wrapped up as, and how they leave. */
const stories: Readonly<Record<string, readonly Line[]>> = {
  "Billing dispute": [
    { speaker: "customer", text: "I was charged twice on my bill and nobody has put it right.", sentiment: -1 },
    { speaker: "agent", text: "I see the second charge on your bill, that should not be there." },
    {
      speaker: "customer",
      text: "It is the third time that I ask about this bill, I am really annoyed.",
      sentiment: -1,
    },
    { speaker: "customer", text: "Then please see that somebody looks at it.", sentiment: 0 },
  ],
  "Billing dispute settled": [
    { speaker: "customer", text: "I was charged twice on my bill and asked about it before.", sentiment: -1 },
    { speaker: "agent", text: "The second charge on your bill has been taken back." },
    { speaker: "customer", text: "That is great, so the bill is settled now.", sentiment: 1 },
    { speaker: "customer", text: "You have been very helpful with this.", sentiment: 1 },
  ],
  "Plan upgrade": [
    { speaker: "customer", text: "I would like a larger plan, the present one is used up too soon.", sentiment: 0 },
    { speaker: "agent", text: "The larger plan starts with your next bill." },
    { speaker: "customer", text: "Wonderful, that is what I was hoping for.", sentiment: 1 },
  ],
  "Technical fault": [
    { speaker: "customer", text: "The line has been dead again since the morning and I cannot work.", sentiment: -1 },
    { speaker: "agent", text: "I measure a fault on the line between the exchange and your house." },
    { speaker: "customer", text: "This happens every week, it is really bad.", sentiment: -1 },
    { speaker: "customer", text: "When does the line come back?", sentiment: 0 },
  ],
  "Technical fault repaired": [
    { speaker: "customer", text: "The line was dead and I reported the fault last week.", sentiment: 0 },
    { speaker: "agent", text: "The fault on the line has been repaired, please try it now." },
    { speaker: "customer", text: "Perfect, the line works again.", sentiment: 1 },
  ],
  "Passed to tier 2": [
    { speaker: "customer", text: "Nobody could explain this charge to me so far.", sentiment: -1 },
    { speaker: "agent", text: "My colleagues of the second line look into this charge." },
    { speaker: "customer", text: "I hope that they can explain the charge.", sentiment: 0 },
  ],
};
const anyStory: readonly Line[] = [
  { speaker: "customer", text: "I have a question about my contract with you.", sentiment: 0 },
  { speaker: "agent", text: "I can tell you what your contract says about this question." },
  { speaker: "customer", text: "That answers my question.", sentiment: 0 },
];

/** What the agent who talked last wrote when they wrapped it up; null when nobody did yet. */
export function wrapUpOf(interaction: Interaction): WrapUp | null {
  return interaction.legs.findLast((leg) => isAgent(leg) && leg.wrapUp !== null)?.wrapUp ?? null;
}

/**
 * What was said in an interaction that is over: the story that goes with its wrap-up, and what the agent noted as their last
 * words. Empty while it goes on, and when nobody talked.
 */
export function dialogueOf(interaction: Interaction): readonly Line[] {
  const talked = interaction.legs.some((leg) => isAgent(leg) && leg.connectedAt !== null);
  if (interaction.endedAt === null || !talked || customersOf(interaction).length === 0) return [];
  const wrapUp = wrapUpOf(interaction);
  const note = wrapUp?.notes.trim() ?? "";
  return [
    { speaker: "agent", text: "Lanka Telecom, how can I help you?" },
    ...(stories[wrapUp?.codeName ?? ""] ?? anyStory),
    ...(note === "" ? [] : [{ speaker: "agent", text: note } as const]),
    { speaker: "customer", text: "Thank you, goodbye.", sentiment: 0 },
  ];
}
