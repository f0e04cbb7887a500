import type { StartRequest } from "../src/desk/control/requests.ts";
import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { watchStreams } from "./support/streams.ts";
import { expect, test } from "./support/test.ts";

const { dias, tikiri } = contacts;

const ten: readonly { readonly contact: StartRequest; readonly says: string }[] = [
  { contact: contactOf("nimali", "voice"), says: "Nimali Perera" },
  { contact: contactOf("sunil", "email"), says: "Sunil Jayawardena" },
  { contact: contactOf("mathilde", "sms"), says: "Mathilde Brandt" },
  { contact: contactOf("layla", "webmessaging"), says: "ليلى بنت عبد الرحمن الهاشمي" },
  { contact: contactOf("tikiri", "voice"), says: "Wijesekara Mudiyanselage" },
  { contact: { medium: "email", name: "Ruwan", customers: [{ address: dias.ruwan.email }] }, says: "Ruwan Dias" },
  { contact: { medium: "email", name: "Kumari", customers: [{ address: dias.kumari.email }] }, says: "Kumari Dias" },
  { contact: contactOf("dias", "voice"), says: "Who is it?" },
  { contact: contactOf("unknown", "open"), says: "First Contact" },
  { contact: contactOf("anonymous", "voice"), says: "Anonymous contact" },
];

test("ten widgets of one agent share one sign-in, one channel and one stream, and each shows its own customer", async ({
  context,
  desk,
  desktop,
  installation,
  watch,
}) => {
  test.slow();
  const streams = watchStreams(context);
  await desktop.open();
  const widgets: { readonly id: string; readonly says: string }[] = [];
  for (const { contact, says } of ten) {
    const { id, name } = desk.start(contact);
    widgets.push({ id, says });
    await desktop.page.locator(`[data-conversation-id="${id}"]`).first().click();
    await expect(desktop.frame, name).toHaveAttribute("data-conversation-id", id);
  }
  await expect(desktop.page.locator("iframe")).toHaveCount(10);
  for (const { id, says } of widgets) {
    const headings = desktop.panelOf(id).root.getByRole("heading", { includeHidden: true });
    await expect(headings.filter({ hasText: says }).first()).toBeAttached();
  }
  await expect.poll(() => desk.snapshot().sockets).toBe(1);
  await expect.poll(() => streams.open()).toBe(1);
  const asked = (path: RegExp) => watch.addresses().filter((address) => path.test(new URL(address).pathname));
  expect(asked(/^\/oauth\/token$/u)).toHaveLength(1);
  expect(asked(/^\/api\/v2\/notifications\/channels$/u)).toHaveLength(1);
  expect(desk.revokeTokens(), "tokens that were handed out").toBe(1);
  expect((await fetch(`${installation.service.origin}/readyz`)).status).toBe(200);

  await test.step("what happens to one is seen by that one only", async () => {
    watch.expect(/status of 401/u);
    const anonymous = widgets.at(-1)?.id ?? "";
    desk.setAttributes(anonymous, { attributes: { customerId: tikiri.customerId } });
    await expect(desktop.panelOf(anonymous).heading).toContainText("Wijesekara Mudiyanselage");
    const first = widgets[0]?.id ?? "";
    await expect(desktop.panelOf(first).root.getByRole("heading", { level: 1, includeHidden: true })).toHaveText(
      "Nimali Perera",
    );
    await expect.poll(() => desk.snapshot().sockets).toBe(1);
  });
});

test("an eleventh interaction ends the widget that was not looked at for longest, and the channel is kept", async ({
  desk,
  desktop,
}) => {
  test.slow();
  await desktop.open();
  for (const [place, { contact }] of [...ten, ...ten.slice(0, 1)].entries()) {
    const { id } = desk.start({ ...contact, name: `Customer ${String(place)}` });
    await desktop.page.locator(`[data-conversation-id="${id}"]`).first().click();
    await expect(desktop.panelOf(id).root.getByRole("heading").first()).toBeVisible();
  }
  await expect(desktop.page.locator("iframe")).toHaveCount(10);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect.poll(() => desk.snapshot().sockets).toBe(1);
});
