import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { now, returning, stale } from "./fixtures.ts";
import { renderPanel } from "./render-panel.tsx";
import { situations } from "./situations.ts";

afterEach(() => {
  vi.useRealTimers();
});

const named = (name: string) => {
  const situation = situations[name];
  if (!situation) throw new Error(`No situation is called "${name}".`);
  return situation;
};

const shape = (container: HTMLElement) =>
  [...container.querySelectorAll("main *, header *")].map(({ tagName }) => tagName).join(" ");

const announced = (container: HTMLElement) => container.querySelector("[aria-live=polite]")?.textContent;

describe("every situation", () => {
  it.each(Object.keys(situations))("has one title, one main part and no text without meaning: %s", (name) => {
    const { container } = renderPanel(named(name));
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    expect(screen.getAllByRole("main")).toHaveLength(1);
    expect(container).not.toHaveTextContent(/undefined|NaN|Invalid Date|\{\w+\}|\[object/);
  });

  it.each<[name: string, title: string, sentence: RegExp, action: string | null]>([
    [
      "refused launch, missing",
      "This page was opened with an address it does not trust",
      /parameter gcConversationId is missing/,
      null,
    ],
    [
      "refused launch, malformed",
      "This page was opened with an address it does not trust",
      /gcConversationId .* not in the form/,
      null,
    ],
    [
      "refused launch, not allowed",
      "This page was opened with an address it does not trust",
      /gcHostOrigin names a place.*Nothing was sent/,
      null,
    ],
    [
      "refused launch, contradictory",
      "This page was opened with an address it does not trust",
      /pcEnvironment contradicts/,
      null,
    ],
    ["misconfigured, missing", "The widget is not set up yet", /config\.json is not there/, "Retry"],
    ["misconfigured, not json", "The widget is not set up yet", /not valid JSON/, "Retry"],
    ["misconfigured, invalid", "The widget is not set up yet", /oauth\.clientId: must not be empty/, "Retry"],
    ["sign-in, popup required", "Sign in to see the customer", /opens in a small window/, "Sign in"],
    ["sign-in, frame refused", "Sign in to see the customer", /inside this frame was refused/, "Sign in"],
    ["sign-in, popup blocked", "Sign in to see the customer", /Allow pop-ups/, "Sign in"],
    ["sign-in, popup closed", "Sign in to see the customer", /closed before it had finished/, "Sign in"],
    ["sign-in, denied", "Sign in to see the customer", /did not allow/, "Sign in"],
    ["sign-in, expired", "Sign in to see the customer", /has expired/, "Sign in"],
    ["sign-in, forged", "Sign in to see the customer", /thrown away/, "Sign in"],
    ["sign-in, unreachable", "Sign in to see the customer", /did not answer/, "Sign in"],
    ["sign-in, signed out", "Sign in to see the customer", /You signed out/, "Sign in"],
    ["conversation not found", "This conversation was not found", /does not know it/, "Look again"],
    [
      "conversation forbidden",
      "You may not see this conversation",
      /Conversation > Communication > View/,
      "Look again",
    ],
    ["no customer", "No customer on this interaction", /between colleagues/, "Look again"],
    ["no permission in genesys", "You lack a permission in Genesys Cloud", /Admin: give the agent/, "Look again"],
    ["no permission in the service", "You may not see customer journeys", /refused your account/, "Look again"],
    ["erased", "This customer was erased", /deleted at their request/, "Look again"],
    ["unavailable, offline", "You are offline", /as soon as the connection is back/, "Retry"],
    ["unavailable, genesys unreachable", "Genesys Cloud does not answer", /Trying again in 12s/, "Retry"],
    ["unavailable, genesys malformed", "Genesys Cloud gave an unreadable answer", /tell your admin/, "Retry"],
    ["unavailable, service unreachable", "The context service does not answer", /Trying again in 8s/, "Retry"],
    ["unavailable, service malformed", "The context service gave an unreadable answer", /different versions/, "Retry"],
    ["unavailable, rate limited", "Too many requests just now", /asked for again by itself/, "Retry"],
    ["broken", "Something went wrong in the widget", /Start the widget again/, "Start again"],
  ])("says what it is and what to do next: %s", async (name, title, sentence, action) => {
    const retry = vi.fn<() => void>();
    const signIn = vi.fn<() => void>();
    renderPanel(named(name), { actions: { retry, signIn } });
    expect(screen.getByRole("heading", { level: 1, name: title })).toBeVisible();
    expect(screen.getByRole("main")).toHaveTextContent(sentence);
    const buttons = within(screen.getByRole("main")).queryAllByRole("button");
    expect(buttons.map(({ textContent }) => textContent)).toEqual(action === null ? [] : [action]);
    for (const button of buttons) await userEvent.click(button);
    expect(retry).toHaveBeenCalledTimes(action === null || action === "Sign in" ? 0 : 1);
    expect(signIn).toHaveBeenCalledTimes(action === "Sign in" ? 1 : 0);
  });

  it("never says two kinds or reasons alike", () => {
    const said = Object.keys(situations)
      .filter((name) => !name.startsWith("returning"))
      .map((name) => {
        const { container, unmount } = renderPanel(named(name));
        const text = container.textContent;
        unmount();
        return text;
      });
    expect(new Set(said).size).toBe(said.length);
  });

  it("shows the same parts for a remembered record as for the live one, so that nothing moves", () => {
    const { container, show } = renderPanel(named("returning, remembered"));
    const before = shape(container);
    show(named("returning, live"));
    expect(shape(container)).toBe(before);
  });
});

describe("the last known record", () => {
  it.each([
    ["returning, service unreachable", "Context service unreachable. Showing what was known at 13:47.", "Retry"],
    ["returning, offline", "You are offline. Showing what was known at 13:47.", "Retry"],
    ["returning, signed out", "You are signed out. Showing what was known at 13:47.", "Sign in"],
    ["returning, rate limited", "Too many requests just now. Showing what was known at 13:47.", "Retry"],
    [
      "returning, malformed answer",
      "The context service gave an unreadable answer. Showing what was known at 13:47.",
      "Retry",
    ],
  ])("says from when it is and why: %s", async (name, sentence, action) => {
    const retry = vi.fn<() => void>();
    const signIn = vi.fn<() => void>();
    renderPanel(named(name), { actions: { retry, signIn } });
    expect(screen.getByText(sentence)).toBeVisible();
    expect(screen.getByRole("heading", { level: 1, name: "Nimali Perera" })).toBeVisible();
    expect(screen.getByRole("contentinfo")).toHaveTextContent("As of 13:47");
    await userEvent.click(screen.getByRole("button", { name: action }));
    expect(action === "Sign in" ? signIn : retry).toHaveBeenCalledOnce();
  });

  it.each(["returning, service unreachable", "returning, offline"])(
    "can be changed all the same: what the agent does waits: %s",
    (name) => {
      renderPanel(named(name));
      expect(screen.getByRole("button", { name: "Mark resolved" })).toBeVisible();
    },
  );

  it("counts down to the next try", () => {
    vi.useFakeTimers({ now });
    renderPanel(named("returning, service unreachable"), { now: Date.now });
    expect(screen.getByRole("contentinfo")).toHaveTextContent("trying again in 8s");
    act(() => void vi.advanceTimersByTime(3000));
    expect(screen.getByRole("contentinfo")).toHaveTextContent("trying again in 5s");
  });

  it("tells ages by the service's clock where this machine's is wrong", () => {
    const tenMinutes = 600_000;
    renderPanel(returning({}, stale("offline")), {
      now: () => now - 86_400_000,
      surroundings: { clockAheadBy: 86_400_000 + tenMinutes },
    });
    expect(screen.getByText("You are offline. Showing what was known at 13:47.")).toBeVisible();
  });
});

describe("first contact", () => {
  it("says that nobody knows this customer and what was looked for", () => {
    renderPanel(named("first contact"));
    expect(screen.getByRole("heading", { level: 1, name: "Unknown caller" })).toBeVisible();
    expect(screen.getByText("+94 77 ••• 4567")).toBeVisible();
    const tried = within(screen.getByRole("main"));
    expect(tried.getByText("Phone").parentElement).toHaveTextContent("Phoneno match");
    expect(tried.getByText("Email").parentElement).toHaveTextContent("Emailnot on this interaction");
    expect(screen.getByRole("contentinfo")).toHaveTextContent("Looked up 14:02");
  });
});

describe("several people on one line", () => {
  it("asks who it is and takes the agent's word", async () => {
    const chooseCandidate = vi.fn<(customerId: string | null) => void>();
    renderPanel(named("ambiguous"), { actions: { chooseCandidate } });
    expect(screen.getByText("Several customers share this phone number. Ask for a name, then choose.")).toBeVisible();
    expect(screen.getByText("Last contact yesterday · 128 contacts")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Choose: Ruwan Perera" }));
    expect(chooseCandidate).toHaveBeenCalledWith("C-2040");
  });
});

describe("the way out", () => {
  it("is in the menu of everyone who is signed in", async () => {
    const signOutAndForget = vi.fn<() => void>();
    renderPanel(named("returning, live"), {
      actions: { signOutAndForget },
      surroundings: { rememberedOnDevice: false },
    });
    await userEvent.click(screen.getByRole("button", { name: "Menu" }));
    expect(screen.getByText("Not remembered on this device")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Sign out and forget on this device" }));
    expect(signOutAndForget).toHaveBeenCalledOnce();
  });

  it.each(["signing in", "sign-in, expired", "refused launch, missing", "misconfigured, missing", "broken"])(
    "is not offered where nobody is signed in: %s",
    (name) => {
      renderPanel(named(name));
      expect(screen.queryByRole("button", { name: "Menu" })).toBeNull();
    },
  );
});

describe("a screen reader", () => {
  it("hears the brief once for each customer, not again when it changes", () => {
    const { container, show } = renderPanel(named("loading"));
    expect(announced(container)).toBe("Looking up the customer…");
    show(named("returning, live"));
    const first = announced(container);
    expect(first).toMatch(/^Nimali Perera\. Third contact in 4 days about Billing dispute\. Last: WhatsApp assistant/);
    show(returning({ activeIssue: "Another" }));
    expect(announced(container)).toBe(first);
    show(returning({ customerId: "C-2", displayName: "Ruwan" }));
    expect(announced(container)).toMatch(/^Ruwan\./);
  });

  it("hears a state with its meaning", () => {
    const { container } = renderPanel(named("erased"));
    expect(announced(container)).toMatch(/^This customer was erased\. Their data were deleted/);
  });
});
