import { expect, it } from "vitest";
import { en } from "../../../src/widget/locale/en.ts";
import type { MessageKey, PluralForms } from "../../../src/widget/locale/catalogue.ts";
import { createLocale } from "../../../src/widget/locale/locale.ts";
import type { Situation } from "../../../src/widget/journey/situation.ts";
import { anInteraction, caller, live, nimali, stale } from "../panels/fixtures.ts";
import { renderPanel } from "../panels/render-panel.tsx";
import { situations } from "../panels/situations.ts";

/** Every word of the catalogue struck out, its places kept; dates and units come in Japanese: what is left in Latin was written elsewhere. */
function struckOut(message: string): string {
  return message.replace(/\{\w+\}|[^{}]+/g, (run) => (run.startsWith("{") ? run : "■"));
}

const catalogue: Record<MessageKey, string | PluralForms> = { ...en };
for (const key of Object.keys(catalogue).filter(isKey)) {
  const message = catalogue[key];
  catalogue[key] = typeof message === "string" ? struckOut(message) : { other: struckOut(message.other) };
}

function isKey(key: string): key is MessageKey {
  return key in en;
}

const locale = createLocale({ languageTag: "ja-JP", catalogueLanguage: "en", catalogue, timeZone: "UTC" });

const wordless = anInteraction({
  intent: "請求",
  agentName: "佐藤",
  queueName: "三",
  wrapUpCode: "四",
  outcomeNotes: "五",
  followUps: [{ text: "六", dueAt: "2026-11-18T17:00:00.000Z" }],
});
const customer = {
  ...nimali,
  displayName: "山田",
  activeIssue: "請求",
  recentInteractions: [wordless],
  collectedData: Object.fromEntries(
    Object.entries(nimali.collectedData).map(([key, told]) => [key, { ...told, value: "七" }]),
  ),
  openSessions: [
    { sessionId: "s", channel: "whatsapp" as const, startedAt: nimali.lastUpdated, lastActivityAt: nimali.lastUpdated },
  ],
  conflicts: [{ type: "email" as const, index: 1, customerId: "C-2" }],
};

const shown: readonly (readonly [name: string, situation: Situation])[] = [
  ...Object.entries(situations).filter(
    ([, { kind }]) => !["returning", "ambiguous", "misconfigured", "refused-launch", "anonymous"].includes(kind),
  ),
  [
    "returning",
    { kind: "returning", customer, caller, callers: [caller, { ...caller, participantId: "2" }], freshness: live },
  ],
  ["returning, stale", { kind: "returning", customer, caller, callers: [caller], freshness: stale("offline") }],
];

it.each(shown)("says nothing that is not in the catalogue: %s", (_, situation) => {
  const { container } = renderPanel(situation, { locale });
  const attributes = [...container.querySelectorAll("*")].flatMap((element) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""),
  );
  const seconds = /\d+s/g; // The unit comes from Intl.
  for (const text of [container.textContent, ...attributes]) {
    expect(text.replace(seconds, "")).not.toMatch(/\p{Script=Latin}/u);
  }
});
