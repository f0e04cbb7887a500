import { describe, expect, it } from "vitest";
import type { ReturningCustomer } from "../../../src/contract/lookup.ts";
import { englishLocale } from "../../../src/widget/locale/load-locale.ts";
import { formatBrief, formatCaution } from "../../../src/widget/panels/brief/format-brief.ts";
import { selectBrief } from "../../../src/widget/panels/brief/select-brief.ts";
import { selectIssue } from "../../../src/widget/panels/open-issue/select-issue.ts";
import { formatDue } from "../../../src/widget/panels/promises/format-due.ts";
import { selectPromises } from "../../../src/widget/panels/promises/select-promises.ts";
import { anInteraction, billingDispute, nimali, now } from "./fixtures.ts";

const locale = englishLocale("en-GB", "UTC");

function briefOf(changes: Partial<ReturningCustomer>, moodIsFalling = false) {
  const customer = { ...nimali, ...changes };
  return selectBrief({
    customer,
    issue: selectIssue(customer),
    promises: selectPromises(customer.recentInteractions, now),
    moodIsFalling,
    now,
    daysBetween: locale.daysBetween,
  });
}

function sentence(changes: Partial<ReturningCustomer>): string {
  const brief = briefOf(changes);
  const due = formatDue(brief.promise?.dueAt ?? null, now, locale);
  return formatBrief(brief, due, now, locale)
    .map(({ text }) => text)
    .join("");
}

const unpromised = billingDispute.map((one) => anInteraction(Object.assign(structuredClone(one), { followUps: [] })));
const nothingOpen = { activeIssue: null, activeIssueSince: null } as const;
const resolved = unpromised.slice(3);

describe("the brief", () => {
  it.each<[what: string, changes: Partial<ReturningCustomer>, sentence: string]>([
    [
      "how often, the last contact and what was promised, in this order",
      {},
      "Third contact in 4 days about Billing dispute. Last: WhatsApp assistant, yesterday, not resolved. Promised: Refund of the second charge, 2 days overdue.",
    ],
    [
      "no promise when none was made",
      { recentInteractions: unpromised },
      "Third contact in 4 days about Billing dispute. Last: WhatsApp assistant, yesterday, not resolved.",
    ],
    [
      "the subject with the last contact when it is the only one",
      { recentInteractions: [anInteraction()], interactionCount: 1 },
      "Last: voice with Amara S., 4 days ago, about Billing dispute, not resolved.",
    ],
    [
      "the open issue by itself when no contact names it",
      { recentInteractions: [anInteraction()], interactionCount: 1, activeIssue: "Wrong address" },
      "Open: Wrong address. Last: voice with Amara S., 4 days ago, about Billing dispute, not resolved.",
    ],
    [
      "both subjects when the last contact was about something else",
      {
        recentInteractions: [
          anInteraction({
            conversationId: "x",
            intent: "Roaming",
            resolutionStatus: "RESOLVED",
            startTime: "2026-11-20T08:00:00.000Z",
          }),
          ...unpromised,
        ].slice(0, 5),
      },
      "Third contact in 4 days about Billing dispute. Last: voice with Amara S., today, about Roaming, resolved.",
    ],
    [
      "that there were more contacts than are known",
      {
        recentInteractions: unpromised.slice(0, 3),
        interactionCount: 128,
        activeIssueSince: "2026-11-10T09:15:00.000Z",
      },
      "At least 3 contacts in 10 days about Billing dispute. Last: WhatsApp assistant, yesterday, not resolved.",
    ],
    [
      "today instead of no days",
      {
        recentInteractions: [2, 1].map((hour) =>
          anInteraction({ conversationId: `${hour}`, startTime: `2026-11-20T0${hour}:00:00.000Z` }),
        ),
        interactionCount: 2,
        activeIssueSince: "2026-11-20T01:00:00.000Z",
      },
      "Second contact today about Billing dispute. Last: voice with Amara S., today, not resolved.",
    ],
    [
      "only the last contact when nothing is open",
      { ...nothingOpen, recentInteractions: resolved, interactionCount: 2 },
      "Last: voice with Dilan W., 2 Oct, about Plan upgrade, resolved.",
    ],
    [
      "how often lately when nothing is open but many called",
      {
        ...nothingOpen,
        recentInteractions: [3, 2, 1].map((day) =>
          anInteraction({
            conversationId: `${day}`,
            startTime: `2026-11-1${day + 4}T08:00:00.000Z`,
            resolutionStatus: "RESOLVED",
            intent: ["Roaming", "Invoice", null][day % 3] ?? null,
          }),
        ),
        interactionCount: 3,
      },
      "Third contact in 5 days. Last: voice with Amara S., 3 days ago, about Roaming, resolved.",
    ],
    [
      "the channel alone when nobody's name is known",
      {
        ...nothingOpen,
        recentInteractions: [
          anInteraction({ agentName: null, agentId: null, resolutionStatus: "ABANDONED", intent: null }),
        ],
      },
      "Last: voice, 4 days ago, abandoned.",
    ],
    [
      "a person's name also when the writer left out the agent's id",
      {
        ...nothingOpen,
        recentInteractions: [anInteraction({ agentId: null, resolutionStatus: "ESCALATED", intent: null })],
      },
      "Last: voice with Amara S., 4 days ago, escalated.",
    ],
    ["nothing of a customer without interactions", { ...nothingOpen, recentInteractions: [], interactionCount: 0 }, ""],
  ])("says %s", (_, changes, expected) => {
    expect(sentence(changes)).toBe(expected);
  });

  it("marks what others wrote and what the eye should find", () => {
    const brief = briefOf({});
    const pieces = formatBrief(brief, "2 days overdue", now, locale);
    expect(pieces.filter(({ untrusted }) => untrusted).map(({ text }) => text)).toEqual([
      "Billing dispute",
      "Refund of the second charge",
    ]);
    expect(pieces.filter(({ strong }) => strong).map(({ text }) => text)).toEqual([
      "Billing dispute",
      "not resolved",
      "2 days overdue",
    ]);
  });

  it("never takes braces in a subject for a place of its own", () => {
    expect(sentence({ recentInteractions: unpromised, activeIssue: "{when} {outcome}" })).toContain(
      "about {when} {outcome}.",
    );
  });
});

describe("the caution", () => {
  const session = {
    sessionId: "s",
    channel: "whatsapp",
    startedAt: nimali.lastUpdated,
    lastActivityAt: nimali.lastUpdated,
  } as const;

  it.each<[what: string, changes: Partial<ReturningCustomer>, falling: boolean, caution: string | null]>([
    ["nothing when there is nothing", {}, false, null],
    ["that the mood falls", {}, true, "Mood is falling."],
    [
      "another conversation before the mood",
      { openSessions: [session] },
      true,
      "Also in a WhatsApp conversation right now.",
    ],
    [
      "a shared number before everything",
      { openSessions: [session], conflicts: [{ type: "phone", index: 0, shared: 5 }] },
      true,
      "Phone on this interaction is shared by 5 customers.",
    ],
    [
      "nothing of an identifier that is somebody else's",
      { conflicts: [{ type: "email", index: 1, customerId: "C-2" }] },
      false,
      null,
    ],
  ])("says %s", (_, changes, falling, expected) => {
    const { caution } = briefOf(changes, falling);
    expect(caution && formatCaution(caution, locale)).toBe(expected);
  });
});
