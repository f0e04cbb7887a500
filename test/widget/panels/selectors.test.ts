import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { englishLocale } from "../../../src/widget/locale/load-locale.ts";
import { formatLabel, formatValue, formatWhere } from "../../../src/widget/panels/already-told/format-told.ts";
import { correctedValue, selectTold } from "../../../src/widget/panels/already-told/select-told.ts";
import { selectTried } from "../../../src/widget/panels/first-contact/select-tried.ts";
import { formatCaller, formatConflicts, formatIdentity } from "../../../src/widget/panels/identity/format-identity.ts";
import { formatIssueFacts } from "../../../src/widget/panels/open-issue/format-issue.ts";
import { selectIssue } from "../../../src/widget/panels/open-issue/select-issue.ts";
import { formatDue } from "../../../src/widget/panels/promises/format-due.ts";
import { selectPromises } from "../../../src/widget/panels/promises/select-promises.ts";
import { formatMood } from "../../../src/widget/panels/sentiment/format-mood.ts";
import { selectMood } from "../../../src/widget/panels/sentiment/select-mood.ts";
import { formatStatus } from "../../../src/widget/panels/status/format-status.ts";
import { filterInteractions, noFilter } from "../../../src/widget/panels/timeline/filter-interactions.ts";
import { anInteraction, billingDispute, caller, live, nimali, now, remembered, stale } from "./fixtures.ts";
import { manyInteractions } from "./long-archive.ts";

const locale = englishLocale("en-GB", "UTC");

const promise = (text: string, dueAt: string | null) => ({ text, dueAt });

const notedDaysAgo = (days: number) => ({
  note: {
    value: "x",
    channel: null,
    conversationId: null,
    collectedAt: new Date(now - days * 86_400_000).toISOString(),
  },
});

const points = (...scores: readonly number[]) =>
  scores.map((score, place) => ({
    conversationId: `c${place}`,
    at: new Date(now - (scores.length - place) * 86_400_000).toISOString(),
    sentiment: score <= -0.25 ? ("NEGATIVE" as const) : score >= 0.25 ? ("POSITIVE" as const) : ("NEUTRAL" as const),
    score,
  }));

describe("the open issue", () => {
  it("counts the contacts that left it open, with their channels in the order of first use", () => {
    const issue = selectIssue(nimali);
    expect(issue?.contacts.map(({ channel }) => channel)).toEqual(["whatsapp", "email", "voice"]);
    expect(issue && formatIssueFacts(issue, now, locale)).toBe(
      "Since Mon 16 Nov · 3 contacts · voice, email, WhatsApp",
    );
  });

  it("leaves out a side matter that was resolved meanwhile", () => {
    const side = anInteraction({
      conversationId: "x",
      startTime: "2026-11-17T08:00:00.000Z",
      resolutionStatus: "RESOLVED",
    });
    expect(selectIssue({ ...nimali, recentInteractions: [side, ...billingDispute] })?.contacts).not.toContain(side);
  });

  it("is nothing when nothing is open", () => {
    expect(selectIssue({ ...nimali, activeIssue: null, activeIssueSince: null })).toBeNull();
  });

  it("tells its text alone when an agent stated it and no contact is known", () => {
    const issue = selectIssue({ ...nimali, activeIssueSince: null, recentInteractions: [] });
    expect(issue && formatIssueFacts(issue, now, locale)).toBe("");
  });
});

describe("promises", () => {
  it("puts the most overdue first and what has no date last", () => {
    const recent = [
      anInteraction({
        followUps: [
          promise("undated", null),
          promise("soon", "2026-11-23T10:00:00.000Z"),
          promise("late", "2026-11-19T10:00:00.000Z"),
        ],
      }),
    ];
    expect(selectPromises(recent, now).map(({ text, overdue }) => [text, overdue])).toEqual([
      ["late", true],
      ["soon", false],
      ["undated", false],
    ]);
  });

  it("takes one as kept when a later contact resolved its subject", () => {
    const kept = anInteraction({ followUps: [promise("callback", null)] });
    const resolving = anInteraction({ conversationId: "later", resolutionStatus: "RESOLVED" });
    expect(selectPromises([resolving, kept], now)).toEqual([]);
    expect(selectPromises([{ ...resolving, intent: "Roaming" }, kept], now)).toHaveLength(1);
  });

  it("forgets what is long past", () => {
    expect(selectPromises([anInteraction({ followUps: [promise("old", "2026-09-01T10:00:00.000Z")] })], now)).toEqual(
      [],
    );
  });

  it.each([
    [null, null],
    ["2026-11-18T17:00:00.000Z", "2 days overdue"],
    ["2026-11-19T17:00:00.000Z", "1 day overdue"],
    ["2026-11-20T10:00:00.000Z", "overdue since 10:00"],
    ["2026-11-20T18:00:00.000Z", "due today"],
    ["2026-11-21T18:00:00.000Z", "due tomorrow"],
    ["2026-12-24T18:00:00.000Z", "due 24 Dec"],
  ])("says of one due at %s that it is %s", (dueAt, words) => {
    expect(formatDue(dueAt, now, locale)).toBe(words);
  });
});

describe("what was told", () => {
  it("comes newest first", () => {
    expect(selectTold(nimali.collectedData, null, now).map(({ key }) => key)).toEqual([
      "ticketId",
      "amount",
      "accountNumber",
    ]);
  });

  it("is to be verified again from the 90th day on", () => {
    expect(selectTold(notedDaysAgo(89), null, now)[0]?.stale).toBe(false);
    expect(selectTold(notedDaysAgo(90), null, now)[0]?.stale).toBe(true);
  });

  it("does not say again who stands over the panel, but says another name", () => {
    const named = { customerName: { ...nimali.collectedData["ticketId"]!, value: "Nimali Perera" } };
    expect(selectTold(named, "Nimali Perera", now)).toEqual([]);
    expect(selectTold(named, "N. Perera", now)).toHaveLength(1);
  });

  it("stays a number where it was one and the agent wrote one", () => {
    expect([correctedValue(12, "13"), correctedValue(12, "13 a"), correctedValue("12", "13")]).toEqual([
      13,
      "13 a",
      "13",
    ]);
    expect(correctedValue(471, "0471")).toBe("0471");
  });

  it("leaves out what is empty", () => {
    const empty = { note: { value: "  ", channel: null, conversationId: null, collectedAt: nimali.lastUpdated } };
    expect(selectTold(empty, null, now)).toEqual([]);
  });

  it.each([
    ["ticketId", "Ticket"],
    ["preferredStore", "Preferred store"],
    ["order_status", "Order status"],
    ["IBAN", "IBAN"],
    ["línea2Móvil", "Línea2 móvil"],
    ["__", "__"],
    ["constructor", "Constructor"],
  ])("labels %s as %s", (key, label) => {
    expect(formatLabel(key, locale)).toBe(label);
  });

  it("shows values as they were told", () => {
    expect([formatValue(4_471_908, locale), formatValue(true, locale), formatValue("a", locale)]).toEqual([
      "4471908",
      "Yes",
      "a",
    ]);
  });

  it("says where and when, or that an agent noted it", () => {
    const [ticket] = selectTold(nimali.collectedData, null, now);
    if (!ticket) throw new Error("The fixture holds a ticket.");
    expect(formatWhere(ticket, now, locale)).toBe("WhatsApp, yesterday");
    expect(formatWhere({ ...ticket, channel: null }, now, locale)).toBe("agent, yesterday");
  });
});

describe("the mood", () => {
  it.each([
    [[0.5, 0.1, 0.5, -0.1, -0.5, -0.6], "Falling: 2 of the last 3 negative"],
    [[-0.6, -0.4, 0.4, 0.6], "Rising: 2 of the last 3 positive"],
    [[0.1, 0, 0.1, 0], "Steady: neutral lately"],
    [[-0.5, -0.5, -0.5], "Steady: 3 of the last 3 negative"],
    [[0.9, 0.9, 0.3, 0.3], "Steady: 3 of the last 3 positive"],
    [[-0.7], "Negative: one interaction so far"],
  ])("of %j is told as %s", (scores, words) => {
    const mood = selectMood(points(...scores));
    expect(mood && formatMood(mood, locale)).toBe(words);
  });

  it("is nothing without a history, and plots at most six points within the plot", () => {
    expect(selectMood([])).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }), (scores) => {
        const mood = selectMood(points(...scores));
        expect(mood?.points).toHaveLength(Math.min(6, scores.length));
        for (const { height } of mood?.points ?? []) expect(height >= 0 && height <= 1).toBe(true);
      }),
    );
  });

  it("reads the word where there is no score", () => {
    expect(selectMood([{ ...points(0)[0]!, sentiment: "NEGATIVE", score: null }])?.points[0]?.height).toBeLessThan(0.5);
  });
});

describe("the identity", () => {
  it.each([
    [{ type: "phone", index: 0, identifierId: "idn_1" } as const, "Matched by phone", "+94 ••• ••• 567, verified"],
    [{ type: "customerId", index: 0, identifierId: null } as const, "Customer ID", null],
    [{ type: "channel", index: 0, identifierId: "idn_2" } as const, "Matched by WhatsApp", "94•••567, not verified"],
    [{ type: "channel", index: 0, identifierId: "gone" } as const, "Matched by channel", null],
  ])("says of a match by %j: %s", (matchedBy, matched, evidence) => {
    const whatsapp = {
      ...nimali.identifiers[0]!,
      id: "idn_2",
      type: "channel",
      channel: "whatsapp",
      display: "94•••567",
      verified: false,
    } as const;
    const identity = formatIdentity(
      { ...nimali, matchedBy, identifiers: [...nimali.identifiers, whatsapp] },
      caller,
      false,
      locale,
    );
    expect([identity.matched, identity.evidence]).toEqual([matched, evidence]);
  });

  it("says since when only where every contact is known", () => {
    expect(formatIdentity(nimali, caller, false, locale).contacts).toBe("128 contacts");
    expect(formatIdentity({ ...nimali, interactionCount: 5 }, caller, false, locale).contacts).toBe(
      "5 contacts since September 2026",
    );
    expect(
      formatIdentity({ ...nimali, recentInteractions: [], interactionCount: 0 }, caller, false, locale).contacts,
    ).toBe("0 contacts");
  });

  it("stands in with a masked number where there is no name", () => {
    const { name, reach } = formatIdentity({ ...nimali, displayName: null }, undefined, false, locale);
    expect([name, reach]).toEqual([null, "+94 ••• ••• 567"]);
  });

  it("never shows a bare number that Genesys Cloud calls a name", () => {
    expect(formatCaller(caller, locale)).toEqual(["+94 77 ••• 4567", "voice"]);
    expect(formatCaller({ ...caller, name: "Visitor 12" }, locale)).toEqual(["Visitor 12", "+94 77 ••• 4567", "voice"]);
  });

  it("says once for each kind that an identifier is somebody else's", () => {
    const conflicts = [
      { type: "email", index: 1, customerId: "C-2" },
      { type: "email", index: 2, customerId: "C-3" },
      { type: "phone", index: 0, shared: 4 },
    ] as const;
    expect(formatConflicts(conflicts, locale)).toEqual(["Email on this interaction belongs to another customer."]);
  });
});

describe("what was looked for", () => {
  it("tells no match, not there and not usable apart", () => {
    expect(selectTried(["phone", "email", "channel"], ["phone", "channel"])).toEqual([
      { type: "customerId", result: "absent" },
      { type: "phone", result: "no-match" },
      { type: "email", result: "unusable" },
      { type: "channel", result: "no-match" },
    ]);
  });
});

describe("the status", () => {
  it.each([
    [live, "Live", "Updated 14:02"],
    [remembered, "Remembered, checking…", "As of 13:47"],
    [stale("offline"), "Offline", "As of 13:47"],
    [stale("service-unreachable", now + 8000), "Not connected · trying again in 8s", "As of 13:47"],
    [stale("rate-limited", now - 5000), "Paused · trying again in 1s", "As of 13:47"],
    [stale("signed-out"), "Signed out", "As of 13:47"],
  ])("of %j is %s", (freshness, state, time) => {
    expect(formatStatus(freshness, "live", now, now, locale)).toMatchObject({ state, time });
  });

  it.each([
    ["live", "live", "Live", "Updated 14:02"],
    ["connecting", "checking", "Connecting…", "Looked up 14:02"],
    ["off", "checking", "Updates when you look again", "Looked up 14:02"],
  ] as const)("is only live while changes arrive: %s", (following, tone, state, time) => {
    expect(formatStatus(live, following, now, now, locale)).toEqual({ tone, state, time });
  });

  it("of a last known record is never live, whatever the stream does", () => {
    expect(formatStatus(stale("offline"), "live", now, now, locale)).toMatchObject({ tone: "off", state: "Offline" });
  });

  it("counts down by this machine's clock and ages by the service's", () => {
    const status = formatStatus(stale("service-unreachable", 5000), "live", now, 0, locale);
    expect(status).toMatchObject({ state: "Not connected · trying again in 5s", time: "As of 13:47" });
  });
});

describe("the filter", () => {
  const all = manyInteractions(200);

  it("combines channel, outcome and every word of the search", () => {
    const found = filterInteractions(all, { channel: "voice", outcome: "RESOLVED", search: "note said" });
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one).toMatchObject({ channel: "voice", resolutionStatus: "RESOLVED" });
      expect(one.outcomeNotes).toMatch(/^Note/);
    }
  });

  it("finds without case and accents", () => {
    expect(filterInteractions(all, { ...noFilter, search: "sao PAULO" })).toEqual(
      all.filter(({ intent }) => intent === "São Paulo trip"),
    );
  });

  it("finds what was promised, who handled it and how it was wrapped up", () => {
    const one = anInteraction({
      followUps: [{ text: "Refund", dueAt: null }],
      wrapUpCode: "Callback",
      queueName: "Tier 2",
    });
    for (const search of ["refund", "amara", "callback", "tier 2"]) {
      expect(
        filterInteractions([one, anInteraction({ ...billingDispute[3]!, queueName: null, wrapUpCode: null })], {
          ...noFilter,
          search,
        }),
      ).toEqual([one]);
    }
  });

  it("changes nothing and keeps the order when nothing is filtered", () => {
    expect(filterInteractions(all, noFilter)).toEqual(all);
  });
});
