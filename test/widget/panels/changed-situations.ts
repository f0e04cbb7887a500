import type { Change, ShownChange } from "../../../src/widget/journey/changes.ts";
import type { IdentityActions } from "../../../src/widget/journey/identity-calls.ts";
import type { Situation } from "../../../src/widget/journey/situation.ts";
import type { Locale } from "../../../src/widget/locale/locale.ts";
import { withChanges } from "../../../src/widget/journey/with-changes.ts";
import { aRecord } from "../support/customers.ts";
import { nimali, returning, stale } from "./fixtures.ts";

/** A situation after what the agent did, and what has to be pressed to see it. */
export interface Changed {
  readonly situation: Situation;
  readonly changes: readonly ShownChange[];
  /** Buttons, one after the other, by how their names begin in the agent's language. */
  readonly pressed: readonly ((locale: Locale) => string)[];
}

export function aChange(change: Change, over: Partial<ShownChange> = {}): ShownChange {
  return {
    id: "change-1",
    conversationId: "c-1",
    customerId: "C-1001",
    at: "2026-11-20T14:01:58.000Z",
    change,
    state: "undoable",
    canUndo: true,
    refusal: null,
    ...over,
  };
}

const matched = ({ text }: Locale) => text("matched.phone");
const merge = ({ text }: Locale) => text("identity.merge");
const compare = ({ text }: Locale) => text("identity.compare");
const close: Change = { kind: "close-issue", issue: "Billing dispute" };
const restate: Change = { kind: "state-issue", issue: "Charged twice for October, refund promised" };
const stranger: Change = { kind: "not-this-person", identifierId: "idn_1" };
const waiting = { state: "waiting", canUndo: false } as const;
const settled = { state: "settled", canUndo: false } as const;
const refused = (refusal: NonNullable<ShownChange["refusal"]>) =>
  ({ state: "refused", canUndo: false, refusal }) as const;
const old = { channel: "chat", conversationId: "x", collectedAt: "2026-02-01T08:00:00.000Z" } as const;
const nothingOpen = { activeIssue: null, activeIssueSince: null };
const identified = {
  identifiers: [
    ...nimali.identifiers,
    {
      id: "idn_2",
      type: "email" as const,
      channel: null,
      display: "n•••@example.com",
      verified: false,
      linkedAt: "2026-11-18T08:00:00.000Z",
      linkedBy: "agent",
    },
    {
      id: "idn_3",
      type: "channel" as const,
      channel: "whatsapp" as const,
      display: "947•••567",
      verified: true,
      linkedAt: "2026-11-19T08:00:00.000Z",
      linkedBy: "pipeline",
    },
  ],
};
const conflict = { type: "email" as const, index: 2, customerId: "C-2040" };

function after(
  changes: readonly ShownChange[],
  customer: Parameters<typeof returning>[0] = {},
  freshness?: Parameters<typeof returning>[1],
  pressed: Changed["pressed"] = [],
): Changed {
  return { situation: withChanges(returning(customer, freshness), changes), changes, pressed };
}

/** What the agent can do and what becomes of it, by a name that says which. */
export const changedSituations: Readonly<Record<string, Changed>> = {
  "issue marked resolved": after([aChange(close)]),
  "issue resolved, waiting offline": after([aChange(close, { state: "waiting" })], {}, stale("offline")),
  "issue restated": after([aChange(restate)]),
  "issue, nothing open": after([], nothingOpen),
  "issue being stated": after([], nothingOpen, undefined, [({ text }) => text("issue.state")]),
  "told, old value": after([], { collectedData: { ...nimali.collectedData, city: { ...old, value: "Colombo 03" } } }),
  "told, being corrected": after([], {}, undefined, [
    ({ text }) => text("told.correct", { label: text("told.key.amount") }),
  ]),
  "told, corrected": after([aChange({ kind: "tell", key: "amount", value: "LKR 14,000" })]),
  "told, waiting": after(
    [aChange({ kind: "tell", key: "amount", value: "LKR 14,000" }, waiting)],
    {},
    stale("offline"),
  ),
  "refused, forbidden": after([aChange(close, refused("forbidden"))]),
  "refused, erased": after([aChange(restate, refused("erased"))]),
  "refused, conflict": after([aChange({ kind: "tell", key: "amount", value: "1" }, refused("conflict"))]),
  "refused, not found": after([aChange({ kind: "undo-merge", mergeId: "mrg_1" }, refused("not-found"))]),
  "refused, invalid": after([aChange(stranger, refused("invalid"))]),
  "not this person, in a moment": after([aChange(stranger)]),
  "not this person, waiting": after([aChange(stranger, waiting)], {}, stale("service-unreachable")),
  "not this person, unlinked": after([aChange(stranger, settled)]),
  "not this person, another identifier": after([aChange(stranger, settled)], {
    matchedBy: { type: "email", index: 2, identifierId: "idn_2" },
  }),
  "not this person, named by the CRM": after([aChange({ kind: "not-this-person", identifierId: null }, settled)], {
    matchedBy: { type: "customerId", index: 0, identifierId: null },
  }),
  "identity, likely": after([], identified, undefined, [matched]),
  "identity, certain": after(
    [],
    { ...identified, matchedBy: { type: "customerId", index: 0, identifierId: null } },
    undefined,
    [({ text }) => text("matched.customerId")],
  ),
  "identity, a conflict": after([], { ...identified, conflicts: [conflict] }, undefined, [matched]),
  "identity, chosen": {
    situation: { ...returning(identified), isChosen: true },
    changes: [],
    pressed: [({ text }) => text("matched.chosen")],
  },
  "merge, search": after([], identified, undefined, [matched, merge]),
  "merge, found": after([], identified, undefined, [matched, merge, ({ text }) => text("filter.search")]),
  "merge, preview": after([], { ...identified, conflicts: [conflict] }, undefined, [compare]),
  "merge, done": after([], { ...identified, conflicts: [conflict] }, undefined, [
    compare,
    ({ text }) => text("merge.confirm"),
  ]),
};

const merged = {
  mergedAt: nimali.lastUpdated,
  moved: { interactions: 2, identifiers: 2 },
  record: aRecord({ interactionCount: 130 }),
};

/** Whoever is asked for is Mathilde Brandt. */
export const identity: IdentityActions = {
  find: () =>
    Promise.resolve({
      kind: "found",
      candidates: [
        {
          customerId: "C-2040",
          displayName: "Mathilde Brandt",
          activeIssue: null,
          lastInteractionAt: "2026-11-18T10:00:00.000Z",
          interactionCount: 2,
        },
      ],
    }),
  read: (customerId) => Promise.resolve({ kind: "answered", value: theirs(customerId) }),
  link: () => Promise.resolve({ kind: "already-linked", type: "phone", customerId: "C-2040" }),
  previewMerge: () => Promise.resolve({ kind: "answered", value: merged }),
  merge: () => Promise.resolve({ kind: "answered", value: { ...merged, mergeId: "mrg_2" } }),
};

function theirs(customerId: string) {
  return aRecord({ customerId, displayName: customerId === "C-2040" ? "Mathilde Brandt" : "Nimali Perera" });
}
