import * as z from "zod/mini";
import { lookupAnswer } from "../src/contract/lookup.ts";
import { routes } from "../src/contract/routes.ts";
import { contacts } from "../src/desk/installation/people.ts";
import type { Installation } from "../src/desk/installation.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const { unknown, nimali } = contacts;

/** What the service knows of a phone, as a bot would ask. */
async function recordedFor(installation: Installation, phone: string): Promise<readonly string[]> {
  const response = await fetch(`${installation.service.origin}${routes.lookup()}`, {
    method: "POST",
    headers: { authorization: `Bearer ${installation.keys.bot}`, "content-type": "application/json" },
    body: JSON.stringify({ identifiers: [{ type: "phone", value: phone }] }),
  });
  const answer = z.parse(lookupAnswer, await response.json());
  return answer.recentInteractions.map(({ conversationId }) => conversationId);
}

test("chat on Monday, call on Tuesday: the next agent sees it without a word repeated", async ({
  desk,
  desktop,
  installation,
}) => {
  const chat = desk.start({
    medium: "chat",
    name: "Ishara Silva",
    customers: [
      {
        name: "Ishara Silva",
        attributes: {
          "context.email": unknown.email,
          "context.phoneNumber": unknown.phone,
          customerName: "Ishara Silva",
          accountNumber: "7002-115",
        },
      },
    ],
  });
  await desktop.open();
  await expect(desktop.panel.title("First Contact")).toBeVisible();
  await desktop.answer();
  await desktop.wrapUp("Technical fault", "No dial tone since Sunday. A technician comes on Thursday.");
  await desktop.end();
  await expect.poll(() => recordedFor(installation, unknown.phone)).toEqual([chat.id]);

  await desktop.start("voice", "Unknown caller");
  await desktop.answer();
  await expect(desktop.panel.heading).toHaveText("Ishara Silva");
  await expect(desktop.panel.text("Matched by phone")).toBeVisible();
  await expect(desktop.panel.recent).toHaveCount(1);
  await expect(desktop.panel.recent).toContainText("Technical fault");
  await expect(desktop.panel.recent).toContainText("Unresolved");
  await expect(desktop.panel.recent).toContainText("No dial tone since Sunday. A technician comes on Thursday.");
  await expect(desktop.panel.recent).toContainText("Tharushi Bandara");
  await expect(desktop.panel.part("Open issue")).toContainText("Technical fault");
  await expect(desktop.panel.part("Already told us")).toContainText("7002-115");

  await test.step("and the call, wrapped up as settled, closes the issue for the email on Wednesday", async () => {
    await desktop.wrapUp("Technical fault repaired", "Line works again.");
    await desktop.end();
    await expect.poll(() => recordedFor(installation, unknown.phone)).toHaveLength(2);
    await desktop.start("email", "Unknown caller");
    await expect(desktop.panel.heading).toHaveText("Ishara Silva");
    await expect(desktop.panel.text("Matched by email")).toBeVisible();
    await expect(desktop.panel.recent).toHaveCount(2);
    await expect(desktop.panel.recent.first()).toContainText("Technical fault repaired");
    await expect(desktop.panel.button("State an issue")).toBeVisible();
  });
});

test.describe("events delivered twice, in any order and late", () => {
  test.use({ settings: { duplicateEvents: true, shuffleEvents: true } });

  test("make one interaction of the journey", async ({ desk, desktop, installation, watch }) => {
    // The stream looks for the service that is away.
    watch.expect(/net::ERR_\w+ .*\/v1\/changes\)/u);
    const chat = desk.start(contactOf("nimali", "whatsapp"));
    await desktop.open();
    await expect(desktop.panel.heading).toHaveText("Nimali Perera");
    // What the widget loads and reports by itself is done before the service goes.
    await expect(desktop.panel.status).toContainText("Live");
    await expect.poll(() => desktop.panel.rememberedRows()).toBe(1);
    const before = await recordedFor(installation, nimali.phone);
    // Everything that happens now waits at the event bus, and comes at once.
    await test.step("while the service is away", async () => {
      await installation.service.stop();
      expect(desk.answer(chat.id).ok).toBe(true);
      expect(desk.wrapUp(chat.id, { code: "Billing dispute settled", notes: "Refund was paid." }).ok).toBe(true);
      expect(desk.end(chat.id).ok).toBe(true);
      await installation.service.start();
    });
    await expect.poll(async () => (await recordedFor(installation, nimali.phone))[0]).toBe(chat.id);
    await installation.desk.feed?.drained();
    const after = await recordedFor(installation, nimali.phone);
    expect(after.filter((id) => id === chat.id)).toHaveLength(1);
    expect(after.slice(1)).toEqual(before.slice(0, after.length - 1));
    expect(desk.snapshot().feed.refused).toBe(0);

    desk.start(contactOf("nimali", "voice"));
    await desktop.choose("Nimali Perera, Voice");
    await expect(desktop.panel.recent).toHaveCount(5);
    await expect(desktop.panel.recent.first()).toContainText("Billing dispute settled");
    await expect(desktop.panel.recent.first()).toContainText("Resolved");
    await expect(desktop.panel.recent.filter({ hasText: "Refund was paid." })).toHaveCount(1);
  });
});
