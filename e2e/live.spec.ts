import type { InteractionRequest } from "../src/contract/writes.ts";
import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { watchStreams } from "./support/streams.ts";
import { expect, test } from "./support/test.ts";

const { nimali } = contacts;

/** What another bot or agent records of the customer meanwhile. */
function meanwhile(place: number, intent: string): InteractionRequest {
  return {
    identifiers: [{ type: "customerId", value: nimali.customerId }],
    interaction: {
      conversationId: `00000000-0000-4000-8000-00000000e2e${String(place)}`,
      channel: "whatsapp",
      startTime: new Date().toISOString(),
      durationSeconds: 120,
      resolutionStatus: "UNRESOLVED",
      intent,
    },
  };
}

test("ending a call changes the other open widget of that customer before one's eyes", async ({ desk, desktop }) => {
  const call = desk.start(contactOf("nimali", "voice"));
  const email = desk.start(contactOf("nimali", "email"));
  await desktop.open();
  await desktop.choose("Nimali Perera, Voice");
  await expect(desktop.panelOf(call.id).status).toContainText("Live");
  await desktop.answer();
  await desktop.wrapUp("Billing dispute settled", "Refund was paid while she waited.");
  await desktop.choose("Nimali Perera, Email");
  await expect(desktop.panel.status).toContainText("Live");
  await expect(desktop.panel.part("Open issue")).toContainText("Billing dispute");
  await desktop.panel.mark();
  expect(desk.end(call.id).ok).toBe(true);
  await expect(desktop.frame).toHaveAttribute("data-conversation-id", email.id);
  await expect(desktop.panel.recent.first()).toContainText("Billing dispute settled");
  await expect(desktop.panel.part("Open issue")).not.toContainText("Billing dispute");
  await expect(desktop.panel.status).toContainText("Live");
  expect(await desktop.panel.isMarked()).toBe(true);
});

test("what arrives waits behind a line while the agent reads, and is shown when they want it", async ({
  desk,
  desktop,
  installation,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.status).toContainText("Live");
  const [reading, next] = [desktop.panel.recent.first(), desktop.panel.recent.nth(1)];
  await reading.getByRole("button").first().click();
  const text = await reading.getByRole("heading", { level: 3 }).textContent();
  await expect(next).toBeVisible();
  await installation.seed([meanwhile(1, "Asked a bot about the refund")]);
  await desktop.panel.button("1 new").click();
  await expect(desktop.panel.recent.first()).toContainText("Asked a bot about the refund");
  await expect(desktop.panel.rows.nth(1).getByRole("heading", { level: 3 })).toHaveText(text ?? "");
  await expect(desktop.panel.button("1 new")).toBeHidden();
});

test("a widget that is looked at no more counts what happens, until it is looked at", async ({
  desk,
  desktop,
  installation,
}) => {
  desk.start(contactOf("nimali", "voice"));
  desk.start(contactOf("mathilde", "sms"));
  await desktop.open();
  await desktop.choose("Nimali Perera, Voice");
  await expect(desktop.panel.status).toContainText("Live");
  await desktop.choose("Mathilde Brandt, SMS");
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await installation.seed([meanwhile(2, "**Not bold** [no link](https://evil.example)")]);
  await expect(desktop.page.getByText("This customer has a new interaction.")).toBeVisible();
  await expect(desktop.entry("Nimali Perera, Voice")).toContainText("1");
  await desktop.choose("Nimali Perera, Voice");
  await expect(desktop.panel.recent.first()).toContainText("**Not bold** [no link](https://evil.example)");
  await expect(desktop.entry("Nimali Perera, Voice").locator(".attention")).toBeHidden();
});

test.describe("the one stream of all the agent's widgets", () => {
  test("is taken over by another when the widget that held it is gone", async ({
    desk,
    desktop,
    context,
    installation,
  }) => {
    const streams = watchStreams(context);
    const first = desk.start(contactOf("nimali", "voice"));
    desk.start(contactOf("nimali", "sms"));
    await desktop.open();
    await desktop.choose("Nimali Perera, Voice");
    await expect(desktop.panel.status).toContainText("Live");
    await desktop.choose("Nimali Perera, SMS");
    await expect(desktop.panel.status).toContainText("Live");
    expect(streams.open()).toBe(1);
    await desktop.page.locator(`iframe[data-conversation-id="${first.id}"]`).evaluate((frame) => frame.remove());
    await installation.seed([meanwhile(3, "After the first widget was gone")]);
    await expect(desktop.panel.recent.first()).toContainText("After the first widget was gone");
    await expect(desktop.panel.status).toContainText("Live");
    expect(streams.open()).toBe(1);
  });

  test("resumes after the service was away, and says honestly that it does not stand", async ({
    desk,
    desktop,
    context,
    installation,
    watch,
  }) => {
    const streams = watchStreams(context);
    watch.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/u);
    desk.start(contactOf("nimali", "voice"));
    await desktop.open();
    await expect(desktop.panel.status).toContainText("Live");
    await installation.service.stop();
    await expect(desktop.panel.status).toContainText("Updates when you look again");
    await installation.service.start();
    await installation.seed([meanwhile(4, "While nobody was looking")]);
    await expect(desktop.panel.recent.first()).toContainText("While nobody was looking");
    await expect(desktop.panel.status).toContainText("Live");
    expect(streams.open()).toBe(1);
  });

  test("resumes when the network is back", async ({ desk, desktop, context, installation, watch }) => {
    watch.expect(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|WebSocket/u);
    desk.start(contactOf("nimali", "voice"));
    await desktop.open();
    await expect(desktop.panel.status).toContainText("Live");
    await context.setOffline(true);
    await expect(desktop.panel.status).toContainText("Offline");
    await installation.seed([meanwhile(5, "While the cable was out")]);
    await context.setOffline(false);
    await expect(desktop.panel.recent.first()).toContainText("While the cable was out");
    await expect(desktop.panel.status).toContainText("Live");
  });
});

test("a customer who is erased goes from the screen and from the device at once", async ({
  desk,
  desktop,
  installation,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.status).toContainText("Live");
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(1);
  const erased = await fetch(`${installation.service.origin}/v1/customers/${nimali.customerId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${installation.keys.bot}` },
  });
  expect(erased.status).toBe(200);
  await expect(desktop.panel.heading).toHaveText("This customer was erased");
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(0);
});
