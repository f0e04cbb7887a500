import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Candidate } from "../../../src/contract/lookup.ts";
import type { MergeAnswer } from "../../../src/contract/merge.ts";
import type { LinkedIdentifier } from "../../../src/contract/record.ts";
import { identityCalls } from "../../../src/widget/journey/identity-calls.ts";
import type { Actions } from "../../../src/widget/journey/situation.ts";
import type { UicClient } from "../../../src/widget/journey/uic.ts";
import { aRecord } from "../support/customers.ts";
import { silentUic } from "../support/silent-uic.ts";
import { caller, live, nimali, returning } from "./fixtures.ts";
import { renderPanel } from "./render-panel.tsx";
import { situations } from "./situations.ts";

const ok = <T,>(value: T) => Promise.resolve({ kind: "ok", value, at: 0 } as const);
const phone = { type: "phone", value: "tel:+94771234567" } as const;
const mathilde: Candidate = {
  customerId: "C-2040",
  displayName: "Mathilde Brandt",
  activeIssue: null,
  lastInteractionAt: "2026-11-18T10:00:00.000Z",
  interactionCount: 2,
};
const firstContact = situations["first contact"]!;

function preview(over: Partial<MergeAnswer> = {}): MergeAnswer {
  const record = aRecord({ interactionCount: 130 });
  return { mergedAt: nimali.lastUpdated, moved: { interactions: 2, identifiers: 1 }, record, ...over };
}

function found(...candidates: readonly Candidate[]): UicClient["lookup"] {
  return () => ok({ status: "ambiguous", candidates: [...candidates], recentInteractions: [], tried: ["phone"] });
}

/** The panel over a service that answers as told, and what the panel asks for. */
function open(situation: Parameters<typeof renderPanel>[0], answers: Partial<UicClient> = {}) {
  const uic = silentUic(answers);
  const actions = {
    change: vi.fn<Actions["change"]>(),
    chooseCandidate: vi.fn<Actions["chooseCandidate"]>(),
    retry: vi.fn<Actions["retry"]>(),
  };
  renderPanel(situation, { actions: { ...actions, identity: identityCalls(uic, [phone]) }, archive: uic });
  return actions;
}

const dialog = () => within(screen.getByRole("dialog"));
const press = (name: string | RegExp) => screen.findByRole("button", { name }).then((one) => userEvent.click(one));
async function search(words: string) {
  await userEvent.type(await screen.findByRole("textbox"), `${words}{Enter}`);
}

function anIdentifier(over: Partial<LinkedIdentifier>): LinkedIdentifier {
  return { ...nimali.identifiers[0]!, ...over };
}

describe("the identity", () => {
  it.each([
    ["by the CRM's id", { matchedBy: { type: "customerId", index: 0, identifierId: null } }, /^Certain: your CRM/],
    ["by a verified phone", {}, /^Likely: \+94 ••• ••• 567 is theirs, verified\.$/],
    ["by a phone never verified", { identifiers: [anIdentifier({ verified: false })] }, /^Possible: .* never verified/],
    ["with a conflict", { conflicts: [{ type: "email", index: 2, customerId: "C-2" }] }, /^Unsure: .* somebody else/],
  ] as const)("says how sure it is: %s", async (_, customer, sentence) => {
    open(
      returning({
        ...customer,
        identifiers: [...("identifiers" in customer ? customer.identifiers : nimali.identifiers)],
        conflicts: "conflicts" in customer ? [...customer.conflicts] : [],
      }),
    );
    await press(/^(?:Matched by|Customer ID)/);
    expect(await screen.findByText(sentence)).toBeVisible();
  });

  it("lists what is linked, whether it is verified, when and by whom", async () => {
    const email = anIdentifier({ id: "idn_2", type: "email", display: "n•••@example.com", verified: false });
    open(returning({ identifiers: [...nimali.identifiers, { ...email, linkedBy: "agent" }] }));
    await press("Matched by phone");
    const [first, second] = await screen.findAllByText(/^linked/);
    expect(first!.closest("div")).toHaveTextContent("Phone+94 ••• ••• 567verifiedlinked 2 Jan");
    expect(second!.closest("div")).toHaveTextContent("Emailn•••@example.comnot verifiedlinked 2 Jan by an agent");
    await press("Matched by phone");
    expect(screen.queryByText(/^linked/)).toBeNull();
  });

  it("unlinks the identifier that matched when it is not this person", async () => {
    const { change } = open(returning());
    await press("Matched by phone");
    await press("Not this person");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "not-this-person", identifierId: "idn_1" });
  });

  it("goes back to the choice where the agent had chosen", async () => {
    const { chooseCandidate } = open({ ...returning(), isChosen: true });
    await press("Chosen by you");
    await press("Choose again");
    expect(chooseCandidate).toHaveBeenCalledWith(null);
    expect(screen.queryByRole("button", { name: "Not this person" })).toBeNull();
  });

  it("shows merges, the automatic ones too, and takes them apart", async () => {
    const merge = { customerId: "cust_1", mergeId: "mrg_1", mergedAt: "2026-11-18T10:00:00.000Z", automatic: true };
    const { change } = open(returning(), { customer: () => ok(aRecord({ mergedFrom: [merge] })) });
    await press("Matched by phone");
    expect(await screen.findByText("cust_1, 2 days ago, automatically")).toBeVisible();
    await press("Take apart: cust_1");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "undo-merge", mergeId: "mrg_1" });
  });
});

describe("linking to an existing customer", () => {
  it("finds them by what the agent types, links what the interaction carries and looks again", async () => {
    const lookup = vi.fn<UicClient["lookup"]>(found(mathilde));
    const link = vi.fn<UicClient["link"]>(() => ok(aRecord()));
    const { retry, chooseCandidate } = open(firstContact, { lookup, link });
    await press("Link to an existing customer");
    await search("mathilde@example.com");
    expect(lookup.mock.calls[0]?.[0]).toEqual({ identifiers: [{ type: "email", value: "mathilde@example.com" }] });
    expect(await dialog().findByText("Mathilde Brandt")).toBeVisible();
    await press("Choose: Mathilde Brandt");
    await waitFor(() => expect(retry).toHaveBeenCalledOnce());
    expect(link.mock.calls).toEqual([["C-2040", phone, false]]);
    expect(chooseCandidate).not.toHaveBeenCalled();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says that nobody is known, and that the service does not answer", async () => {
    const lookup = vi.fn<UicClient["lookup"]>(found());
    open(firstContact, { lookup });
    await press("Link to an existing customer");
    await search("C-9");
    expect(await dialog().findByRole("alert")).toHaveTextContent("Nobody is known by that.");
    lookup.mockResolvedValue({ kind: "unreachable" });
    await search("C-9");
    await waitFor(() => expect(dialog().getByRole("alert")).toHaveTextContent("The context service does not answer."));
  });

  it("says whose the identifier is already, and shares it when both use it", async () => {
    const taken = { kind: "refused", code: "already_linked", requestId: null, customerId: "C-1001" } as const;
    const link = vi.fn<UicClient["link"]>((_, __, share) => (share ? ok(aRecord()) : Promise.resolve(taken)));
    const { retry, chooseCandidate } = open(situations["ambiguous"]!, {
      lookup: found(mathilde),
      link,
      customer: () => ok(aRecord()),
    });
    await press("Link to an existing customer");
    await search("C-2040");
    await press("Choose: Mathilde Brandt");
    expect(await screen.findByText(/^Phone of this interaction belongs to/)).toHaveTextContent(
      "Phone of this interaction belongs to Nimali Perera already.",
    );
    await press("Both use it");
    await waitFor(() => expect(retry).toHaveBeenCalledOnce());
    expect(link).toHaveBeenLastCalledWith("C-2040", phone, true);
    expect(chooseCandidate).toHaveBeenCalledWith("C-2040");
  });

  it("shows whom an anonymous caller says to be, for this interaction, and links nothing", async () => {
    const link = vi.fn<UicClient["link"]>(() => ok(aRecord()));
    const { chooseCandidate } = open(situations["anonymous"]!, { lookup: found(mathilde), link });
    await press("Find the customer");
    await search("+94 77 123 4567");
    await press("Choose: Mathilde Brandt");
    await waitFor(() => expect(chooseCandidate).toHaveBeenCalledWith("C-2040"));
    expect(link).not.toHaveBeenCalled();
  });

  it("offers nothing where only the CRM's id could be linked", () => {
    open({
      kind: "first-contact",
      tried: [],
      freshness: live,
      caller: { ...caller, has: ["customerId"] },
      callers: [],
    });
    expect(screen.queryByRole("button", { name: "Link to an existing customer" })).toBeNull();
  });
});

describe("a merge", () => {
  const answers = {
    lookup: found(mathilde),
    customer: (customerId: string) => ok(aRecord({ customerId, version: 7 })),
    previewMerge: () => ok(preview()),
  } satisfies Partial<UicClient>;

  it("is told in words before anything moves, done for the version that was looked at, and can be undone", async () => {
    const merge = vi.fn<UicClient["merge"]>(() => ok(preview({ mergeId: "mrg_9" })));
    const { change, retry } = open(returning(), { ...answers, merge });
    await press("Matched by phone");
    await press("Merge with another customer");
    await search("C-2040");
    await press("Choose: Mathilde Brandt");
    await waitFor(() =>
      expect(screen.getByRole("dialog")).toHaveTextContent(
        "From Mathilde Brandt to Nimali Perera: 2 interactions, 1 identifier.Nimali Perera then has 130 contacts.",
      ),
    );
    expect(merge).not.toHaveBeenCalled();
    await press("Merge");
    expect(await dialog().findByText("Merged.")).toBeVisible();
    expect(merge.mock.calls).toEqual([["C-1001", "C-2040", 7]]);
    expect(retry).toHaveBeenCalledOnce();
    await press("Undo");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "undo-merge", mergeId: "mrg_9" });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("begins with its preview where a conflict names the other", async () => {
    open(returning({ conflicts: [{ type: "email", index: 2, customerId: "C-2040" }] }), answers);
    await press("Same person? C-2040");
    await waitFor(() => expect(screen.getByRole("dialog")).toHaveTextContent("2 interactions, 1 identifier"));
  });

  it("keeps the id that the CRM knows, whichever customer is on screen", async () => {
    const previewMerge = vi.fn<UicClient["previewMerge"]>(() => ok(preview()));
    open(returning({ customerId: "cust_1", conflicts: [{ type: "email", index: 2, customerId: "C-2040" }] }), {
      ...answers,
      previewMerge,
    });
    await press("Same person? C-2040");
    await waitFor(() => expect(previewMerge.mock.calls[0]?.slice(0, 2)).toEqual(["C-2040", "cust_1"]));
  });

  it.each([
    [{ kind: "refused", code: "precondition_failed", requestId: null, customerId: null }, /Somebody changed it/],
    [{ kind: "forbidden" }, /You may not change this customer/],
    [{ kind: "erased" }, /was erased meanwhile/],
    [{ kind: "unreachable" }, /does not answer/],
  ] as const)("says why it was not done: %j", async (outcome, sentence) => {
    open(returning({ conflicts: [{ type: "email", index: 2, customerId: "C-2040" }] }), {
      ...answers,
      merge: () => Promise.resolve(outcome),
    });
    await press("Same person? C-2040");
    await press("Merge");
    expect(await dialog().findByRole("alert")).toHaveTextContent(sentence);
    await press("Cancel");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
