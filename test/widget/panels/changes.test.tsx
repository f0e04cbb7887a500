import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Change, ShownChange } from "../../../src/widget/journey/changes.ts";
import type { Actions } from "../../../src/widget/journey/situation.ts";
import { withChanges } from "../../../src/widget/journey/with-changes.ts";
import { returning, stale } from "./fixtures.ts";
import { renderPanel } from "./render-panel.tsx";

const part = (name: string) => within(screen.getByRole("region", { name }));
const close: Change = { kind: "close-issue", issue: "Billing dispute" };

function made(change: Change, over: Partial<ShownChange> = {}): ShownChange {
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

/** The panel of a customer after these changes, and what it asks for. */
function after(changes: readonly ShownChange[], customer: Parameters<typeof returning>[0] = {}) {
  const change = vi.fn<Actions["change"]>();
  const undo = vi.fn<Actions["undo"]>();
  const rendered = renderPanel(withChanges(returning(customer), changes), {
    surroundings: { changes },
    actions: { change, undo },
  });
  return { ...rendered, change, undo };
}

describe("the open issue", () => {
  it("is told with its age, its contacts and their channels", () => {
    after([]);
    expect(part("Open issue").getByText("Billing dispute")).toBeVisible();
    expect(part("Open issue").getByText("4 days")).toBeVisible();
    expect(part("Open issue").getByText("Since Mon 16 Nov · 3 contacts · voice, email, WhatsApp")).toBeVisible();
  });

  it("is marked resolved, with a moment to undo it, and the focus on the way back", async () => {
    const { change } = after([]);
    await userEvent.click(screen.getByRole("button", { name: "Mark resolved" }));
    expect(change).toHaveBeenCalledWith("C-1001", close);
    const { undo } = after([made(close)]);
    expect(screen.getByText("Marked resolved.")).toBeVisible();
    const [button] = screen.getAllByRole("button", { name: "Undo" });
    expect(button).toHaveFocus();
    await userEvent.click(button!);
    expect(undo).toHaveBeenCalledWith("change-1");
  });

  it("says that it waits, and can be undone only as long as nothing of it has left", () => {
    const { unmount } = after([made(close, { state: "waiting" })]);
    expect(part("Open issue").getByText("Waiting to be sent")).toBeVisible();
    expect(part("Open issue").getByRole("button", { name: "Undo" })).toBeVisible();
    unmount();
    after([made(close, { state: "waiting", canUndo: false })]);
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("can be reopened after it was closed", async () => {
    const { change, show } = after([]);
    await userEvent.click(screen.getByRole("button", { name: "Mark resolved" }));
    show(returning({ activeIssue: null, activeIssueSince: null, version: 8 }));
    await userEvent.click(screen.getByRole("button", { name: "Reopen" }));
    expect(change).toHaveBeenLastCalledWith("C-1001", { kind: "state-issue", issue: "Billing dispute" });
  });

  it("is stated where none is open", async () => {
    const nothingOpen = { activeIssue: null, activeIssueSince: null };
    const { change, unmount } = after([], nothingOpen);
    await userEvent.click(part("Open issue").getByRole("button", { name: "State an issue" }));
    await userEvent.keyboard("Router lost{Enter}");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "state-issue", issue: "Router lost" });
    unmount();
    after([made({ kind: "state-issue", issue: "Router lost" })], nothingOpen);
    expect(part("Open issue").getByText("Router lost")).toBeVisible();
    expect(part("Open issue").getByText("0 minutes")).toBeVisible();
  });

  it("takes the agent's own words, by keyboard alone", async () => {
    const { change } = after([]);
    screen.getByRole("button", { name: "Restate" }).focus();
    await userEvent.keyboard("{Enter}");
    const field = screen.getByRole("textbox", { name: "What is the issue?" });
    expect(field).toHaveFocus();
    await userEvent.clear(field);
    await userEvent.keyboard("  Double charge in October {Enter}");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "state-issue", issue: "Double charge in October" });
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("keeps its text when the agent leaves the field with Escape", async () => {
    const { change } = after([]);
    await userEvent.click(screen.getByRole("button", { name: "Restate" }));
    await userEvent.keyboard(" and more{Escape}");
    expect(change).not.toHaveBeenCalled();
    expect(part("Open issue").getByText("Billing dispute")).toBeVisible();
  });

  it("is not offered to be changed while somebody else may sign in next", () => {
    renderPanel(returning({}, stale("signed-out")));
    expect(screen.queryByRole("button", { name: "Mark resolved" })).toBeNull();
    expect(screen.queryByRole("button", { name: /^Correct/ })).toBeNull();
  });
});

describe("what was told", () => {
  const old = {
    value: "Colombo",
    channel: "chat",
    conversationId: "x",
    collectedAt: "2026-02-01T08:00:00.000Z",
  } as const;

  it("is confirmed by saying the same again", async () => {
    const { change } = after([], { collectedData: { city: old } });
    await userEvent.click(screen.getByRole("button", { name: "Still right: City" }));
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "tell", key: "city", value: "Colombo" });
  });

  it("is confirmed on screen at once, by the agent, and can be undone", async () => {
    const { undo } = after([made({ kind: "tell", key: "city", value: "Colombo" })], { collectedData: { city: old } });
    const told = part("Already told us");
    expect(told.queryByText("verify again")).toBeNull();
    expect(told.getByText(/agent, today/)).toBeVisible();
    await userEvent.click(told.getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledWith("change-1");
  });

  it("is corrected in the agent's words", async () => {
    const { change } = after([], { collectedData: { city: old } });
    await userEvent.click(screen.getByRole("button", { name: "Correct City" }));
    const field = screen.getByRole("textbox", { name: "City" });
    await userEvent.clear(field);
    await userEvent.keyboard("Kandy{Enter}");
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "tell", key: "city", value: "Kandy" });
  });

  it("is turned round where it is a yes or a no", async () => {
    const { change } = after([], { collectedData: { isBusiness: { ...old, value: true } } });
    await userEvent.click(screen.getByRole("button", { name: "Correct Is business" }));
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "tell", key: "isBusiness", value: false });
  });

  it("does not say the customer's name twice", () => {
    after([], { collectedData: { customerName: { ...old, value: "Nimali Perera" }, city: old } });
    expect(part("Already told us").getAllByRole("term")).toHaveLength(1);
  });
});

describe("what waits and what was refused", () => {
  it("is counted over the foot of the panel", () => {
    const waits = { state: "waiting", canUndo: false } as const;
    after([made(close, waits), made({ kind: "tell", key: "ticketId", value: "1" }, { ...waits, id: "change-2" })]);
    expect(screen.getByText("2 changes are waiting to be sent.")).toBeVisible();
  });

  it.each([
    ["forbidden", "The issue is still open. You may not change this customer. Ask your admin."],
    ["erased", "The issue is still open. This customer was erased meanwhile."],
    ["conflict", "The issue is still open. Somebody changed it meanwhile. Look again before you repeat it."],
    ["not-found", "The issue is still open. It is no longer there."],
    ["invalid", "The issue is still open. The service did not accept it."],
  ] as const)("comes back with its own sentence, and the panel as it was: %s", async (refusal, sentence) => {
    const { undo } = after([made(close, { state: "refused", canUndo: false, refusal })]);
    expect(screen.getByRole("alert")).toHaveTextContent(sentence);
    expect(part("Open issue").getByText("Billing dispute")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "OK" }));
    expect(undo).toHaveBeenCalledWith("change-1");
  });
});

describe("not this person", () => {
  const stranger: Change = { kind: "not-this-person", identifierId: "idn_1" };
  const settled = { state: "settled", canUndo: false } as const;

  it("takes the history off the screen at once, and says what happens to the identifier", async () => {
    const { container, undo } = after([made(stranger)]);
    expect(container).not.toHaveTextContent(/Nimali|Billing|4471/);
    expect(screen.getByText("Their history is hidden. Phone is unlinked from them in a moment.")).toBeVisible();
    const button = screen.getByRole("button", { name: "Undo" });
    expect(button).toHaveFocus();
    await userEvent.click(button);
    expect(undo).toHaveBeenCalledWith("change-1");
  });

  it("says that it waits", () => {
    after([made(stranger, { state: "waiting", canUndo: false })]);
    expect(screen.getByText("Their history is hidden. Phone is unlinked as soon as that can be sent.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("unlinks nothing where the CRM's id decided, says so, and shows the history again when asked", async () => {
    const { undo } = after([made({ kind: "not-this-person", identifierId: null }, settled)], {
      matchedBy: { type: "customerId", index: 0, identifierId: null },
    });
    expect(screen.getByText(/hidden until this interaction ends\. The customer ID that your CRM set/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Show the history" }));
    expect(undo).toHaveBeenCalledWith("change-1");
  });

  it("stays hidden when another identifier leads to the same customer, and offers to unlink that too", async () => {
    const { change } = after([made(stranger, settled)], {
      matchedBy: { type: "email", index: 2, identifierId: "idn_2" },
    });
    expect(screen.getByText(/Email of this interaction leads to the same customer too\./)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Unlink that too" }));
    expect(change).toHaveBeenCalledWith("C-1001", { kind: "not-this-person", identifierId: "idn_2" });
  });

  it("brings the history back when it was refused", () => {
    after([made(stranger, { state: "refused", canUndo: false, refusal: "forbidden" })]);
    expect(screen.getByRole("heading", { level: 1, name: "Nimali Perera" })).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent("Nothing was unlinked. You may not change this customer.");
  });
});
