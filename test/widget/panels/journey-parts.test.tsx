import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anInteraction, billingDispute, caller, live, nimali, remembered, returning } from "./fixtures.ts";
import { longArchive } from "./long-archive.ts";
import { renderPanel } from "./render-panel.tsx";
import { situations } from "./situations.ts";

const scrollIntoView = vi.fn<Element["scrollIntoView"]>();

beforeEach(() => {
  // jsdom lays nothing out and has no scrolling.
  Element.prototype.scrollIntoView = scrollIntoView;
});

afterEach(() => {
  vi.useRealTimers();
  scrollIntoView.mockReset();
});

const part = (name: string) => within(screen.getByRole("region", { name }));

describe("the head", () => {
  it("says who it is, how that is known and the brief", () => {
    renderPanel(returning());
    const head = within(screen.getByRole("banner"));
    expect(head.getByRole("heading", { level: 1, name: "Nimali Perera" })).toBeVisible();
    const match = head.getByRole("button", { name: "Matched by phone" });
    expect(match).toHaveAttribute("title", "+94 ••• ••• 567, verified");
    expect(match).toHaveAttribute("aria-expanded", "false");
    expect(screen.getByRole("banner")).toHaveTextContent(
      "Third contact in 4 days about Billing dispute. Last: WhatsApp assistant, yesterday, not resolved.",
    );
    expect(screen.getByRole("banner")).toHaveTextContent("Mood is falling.");
  });

  it("lets the agent choose among the customers of a conference", async () => {
    const chooseCaller = vi.fn<(participantId: string) => void>();
    const other = { ...caller, participantId: "p-2", name: "Ruwan", phone: null };
    renderPanel({ ...returning(), callers: [caller, other] }, { actions: { chooseCaller } });
    const choice = screen.getByRole("combobox", { name: "Customer on this interaction" });
    expect(
      within(choice)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["+94 77 ••• 4567", "Ruwan"]);
    await userEvent.selectOptions(choice, "Ruwan");
    expect(chooseCaller).toHaveBeenCalledWith("p-2");
  });

  it("says openly that an identifier is somebody else's", () => {
    renderPanel(returning({ conflicts: [{ type: "email", index: 1, customerId: "C-2" }] }));
    expect(screen.getByText("Email on this interaction belongs to another customer.")).toBeVisible();
  });
});

describe("what was promised", () => {
  it("stands on its own with how late it is", () => {
    renderPanel(returning());
    expect(part("Promised").getByText("Refund of the second charge")).toBeVisible();
    expect(part("Promised").getByText("2 days overdue")).toBeVisible();
  });
});

describe("already told us", () => {
  it("shows each value with where and when, and copies it", async () => {
    const user = userEvent.setup();
    renderPanel(returning());
    const told = part("Already told us");
    expect(told.getByText("#1234")).toBeVisible();
    expect(told.getByText("WhatsApp, yesterday")).toBeVisible();
    await user.click(told.getByRole("button", { name: "Copy Ticket" }));
    expect(await navigator.clipboard.readText()).toBe("#1234");
    expect(await told.findByText("Copied")).toBeInTheDocument();
  });

  it("asks to verify what is old, and does not say that it need not be asked", () => {
    renderPanel(
      returning({
        collectedData: {
          pin: { value: "Colombo", channel: "chat", conversationId: "x", collectedAt: "2026-02-01T08:00:00.000Z" },
        },
      }),
    );
    expect(part("Already told us").getByText("verify again")).toBeVisible();
    expect(screen.queryByText("no need to ask again")).toBeNull();
  });

  it("shows a few first and the rest when asked", async () => {
    const collectedData = Object.fromEntries(
      Array.from({ length: 20 }, (_, place) => [
        `key${place}`,
        { value: place, channel: null, conversationId: null, collectedAt: nimali.lastUpdated },
      ]),
    );
    renderPanel(returning({ collectedData }));
    expect(part("Already told us").getAllByRole("term")).toHaveLength(6);
    await userEvent.click(screen.getByRole("button", { name: "Show 14 more" }));
    expect(part("Already told us").getAllByRole("term")).toHaveLength(20);
  });
});

describe("the sentiment", () => {
  it("is told in words, and each point leads to its interaction", async () => {
    renderPanel(returning());
    expect(screen.getByText("Falling: 2 of the last 3 negative")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Wed 18 Nov 11:40: negative" }));
    const row = part("Recent interactions").getAllByRole("button", { expanded: true });
    expect(row).toHaveLength(1);
    expect(row[0]).toHaveFocus();
    expect(part("Recent interactions").getByText("Refund of the second charge")).toBeVisible();
  });

  it("leads into the archive for a point that is not among the recent ones", async () => {
    renderPanel(
      returning({
        sentimentHistory: [
          { conversationId: "old-10", at: "2026-08-17T10:00:00.000Z", sentiment: "POSITIVE", score: 0.4 },
        ],
      }),
    );
    await userEvent.click(screen.getByRole("button", { name: "17 Aug: positive" }));
    await waitFor(() => expect(part("All interactions").getByRole("button", { expanded: true })).toHaveFocus());
  });
});

describe("the timeline", () => {
  it("shows the five most recent with channel, time, length, who and outcome", () => {
    renderPanel(returning());
    const rows = part("Recent interactions").getAllByRole("listitem");
    expect(rows).toHaveLength(5);
    expect(rows[0]).toHaveTextContent(
      "Billing disputeUnresolvedWhatsApp · yesterday 16:20 · 9 mins · Virtual assistant",
    );
    expect(rows[4]).toHaveTextContent("RoamingAbandonedChat · 28 Sept · 1 min");
  });

  it("opens one interaction in full and leads to Genesys Cloud", async () => {
    const openInteraction = vi.fn<(conversationId: string) => void>();
    renderPanel(returning(), { actions: { openInteraction } });
    const [first] = part("Recent interactions").getAllByRole("button", { name: "Billing dispute", expanded: false });
    await userEvent.click(first!);
    const [row] = part("Recent interactions").getAllByRole("listitem");
    expect(row).toHaveTextContent("handed the case to Billing for the next morning.");
    expect(row).toHaveTextContent("Summary by a language model");
    await userEvent.click(within(row!).getByRole("button", { name: "Open in Genesys Cloud" }));
    expect(openInteraction).toHaveBeenCalledWith(billingDispute[0]?.conversationId);
    await userEvent.click(first!);
    expect(within(row!).queryByText("Summary by a language model")).toBeNull();
  });

  it("offers all of them only where there are more", () => {
    renderPanel(returning({ interactionCount: 5 }));
    expect(screen.queryByRole("button", { name: /Show all/ })).toBeNull();
    expect(part("Recent interactions").queryByRole("combobox")).toBeNull();
  });

  it("keeps a live arrival behind a line while the agent reads, until they want it", async () => {
    const { show } = renderPanel(returning());
    await userEvent.click(part("Recent interactions").getAllByRole("button", { expanded: false })[0]!);
    const arrival = anInteraction({
      conversationId: "new",
      intent: "Arrived just now",
      startTime: "2026-11-20T14:01:00.000Z",
    });
    show(returning({ recentInteractions: [arrival, ...billingDispute.slice(0, 4)], interactionCount: 129 }));
    expect(part("Recent interactions").queryByText("Arrived just now")).toBeNull();
    expect(part("Recent interactions").getAllByRole("listitem")).toHaveLength(5);
    await userEvent.click(screen.getByRole("button", { name: "1 new" }));
    expect(part("Recent interactions").getAllByRole("listitem")[0]).toHaveTextContent("Arrived just now");
    expect(screen.queryByRole("button", { name: "1 new" })).toBeNull();
  });

  it("takes what is newer than a remembered record without asking", () => {
    const { show } = renderPanel(returning({ recentInteractions: billingDispute.slice(1) }, remembered));
    show(returning({}, live));
    expect(part("Recent interactions").getAllByRole("listitem")[0]).toHaveTextContent("WhatsApp");
    expect(screen.queryByRole("button", { name: /new$/ })).toBeNull();
  });

  it("brings an interaction up to date in its place", () => {
    const { show } = renderPanel(returning());
    const [first, ...rest] = billingDispute;
    show(returning({ recentInteractions: [{ ...first!, resolutionStatus: "RESOLVED" }, ...rest] }));
    expect(part("Recent interactions").getAllByRole("listitem")[0]).toHaveTextContent("Resolved");
  });
});

async function openAll() {
  await userEvent.click(screen.getByRole("button", { name: /^Show all/ }));
  await screen.findByRole("searchbox");
}

describe("all interactions", () => {
  it("reads page after page to the very end", async () => {
    renderPanel(returning({ interactionCount: 60 }), { archive: longArchive(60, 25) });
    await openAll();
    await waitFor(() => expect(part("All interactions").getAllByRole("listitem")).toHaveLength(60));
    expect(part("All interactions").getByText("60 interactions")).toBeVisible();
  });

  it("filters by channel and outcome and searches", async () => {
    renderPanel(returning({ interactionCount: 60 }), { archive: longArchive(60, 25) });
    await openAll();
    await waitFor(() => expect(part("All interactions").getAllByRole("listitem")).toHaveLength(60));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Channel" }), "Email");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Outcome" }), "Escalated");
    await userEvent.type(screen.getByRole("searchbox", { name: "Search" }), "bank");
    await waitFor(() => expect(part("All interactions").getAllByRole("listitem")).toHaveLength(1));
    expect(part("All interactions").getByText("1 interaction")).toBeVisible();
    await userEvent.type(screen.getByRole("searchbox", { name: "Search" }), "ruptcy");
    expect(await screen.findByText("Nothing matches. Try fewer words or another filter.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    await waitFor(() => expect(part("All interactions").getAllByRole("listitem")).toHaveLength(60));
  });

  it("starts with the channel that was chosen beside the recent ones", async () => {
    renderPanel(returning({ interactionCount: 40 }), { archive: longArchive(40) });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Channel" }), "WhatsApp");
    expect(await screen.findByRole("searchbox")).toBeVisible();
    expect(screen.getByRole("combobox", { name: "Channel" })).toHaveValue("whatsapp");
  });

  it("stops at a page that does not arrive and goes on when asked", async () => {
    const working = longArchive(60, 25);
    let fails = true;
    const archive = {
      ...working,
      interactions: (...[customerId, cursor, signal]: Parameters<typeof working.interactions>) =>
        fails && cursor !== null
          ? Promise.resolve({ kind: "unreachable" } as const)
          : working.interactions(customerId, cursor, signal),
    };
    renderPanel(returning({ interactionCount: 60 }), { archive });
    await openAll();
    expect(await screen.findByText("Older interactions did not arrive.")).toBeVisible();
    expect(part("All interactions").getAllByRole("listitem")).toHaveLength(25);
    fails = false;
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    await waitFor(() => expect(part("All interactions").getAllByRole("listitem")).toHaveLength(60));
  });

  it("goes back to the recent ones", async () => {
    renderPanel(returning({ interactionCount: 40 }), { archive: longArchive(40) });
    await openAll();
    await userEvent.click(screen.getByRole("button", { name: "Show recent only" }));
    expect(part("Recent interactions").getAllByRole("listitem")).toHaveLength(5);
  });
});

describe("hostile text", () => {
  it("is shown as text everywhere, without what deceives or hides", async () => {
    const hostile = situations["returning, hostile text"];
    if (hostile?.kind !== "returning") throw new Error("The fixture shows a returning customer.");
    const { container } = renderPanel(hostile);
    await userEvent.click(part("Recent interactions").getByRole("button", { expanded: false }));
    expect(container.querySelector("img, script, a")).toBeNull();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("<img src=x onerror=alert(1)> gnp.exe Admin");
    // oxlint-disable-next-line eslint/no-control-regex -- control characters are what is looked for
    expect(container.textContent).not.toMatch(/[\u0000-\u0008\u202A-\u202E\u2066-\u2069\u200B]/);
  });

  it("is cut, with a way to all of it", async () => {
    const hostile = situations["returning, hostile text"];
    if (hostile?.kind !== "returning") throw new Error("The fixture shows a returning customer.");
    const { container } = renderPanel(hostile);
    expect(container.textContent.length).toBeLessThan(2000);
    await userEvent.click(part("Recent interactions").getByRole("button", { expanded: false }));
    await userEvent.click(screen.getByRole("button", { name: "Show all of it" }));
    expect(container.textContent.length).toBeGreaterThan(9000);
  });
});
