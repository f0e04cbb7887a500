import type { StartRequest } from "../src/desk/control/requests.ts";
import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const { nimali, mathilde } = contacts;

interface Found {
  readonly contact: StartRequest;
  readonly name: string;
  readonly how: string;
}

const found: Readonly<Record<string, Found>> = {
  "an incoming call": { contact: contactOf("nimali", "voice"), name: "Nimali Perera", how: "Matched by phone" },
  "an outgoing call": {
    contact: { medium: "voice", direction: "outbound", customers: [{ address: nimali.phone }] },
    name: "Nimali Perera",
    how: "Matched by phone",
  },
  "a callback": { contact: contactOf("nimali", "callback"), name: "Nimali Perera", how: "Matched by phone" },
  "a chat": { contact: contactOf("nimali", "chat"), name: "Nimali Perera", how: "Matched by email" },
  "an email": { contact: contactOf("mathilde", "email"), name: "Mathilde Brandt", how: "Matched by email" },
  "an email that goes out": {
    contact: {
      medium: "email",
      direction: "outbound",
      subject: "Ihr Router",
      customers: [{ address: mathilde.email }],
    },
    name: "Mathilde Brandt",
    how: "Matched by email",
  },
  "an SMS": { contact: contactOf("mathilde", "sms"), name: "Mathilde Brandt", how: "Matched by phone" },
  "a WhatsApp message": { contact: contactOf("nimali", "whatsapp"), name: "Nimali Perera", how: "Matched by" },
  "a web message": { contact: contactOf("layla", "webmessaging"), name: "ليلى", how: "Matched by messaging" },
  "an interaction that names the customer": {
    contact: { medium: "open", customers: [{ address: "kiosk-9", attributes: { customerId: nimali.customerId } }] },
    name: "Nimali Perera",
    how: "Customer ID",
  },
};

for (const [what, { contact, name, how }] of Object.entries(found)) {
  test(`${what} finds the customer and says by what`, async ({ desk, desktop }) => {
    desk.start(contact);
    await desktop.open();
    await expect(desktop.panel.heading).toContainText(name);
    await expect(desktop.panel.text(new RegExp(`^${how}`, "u"))).toBeVisible();
    await expect(desktop.panel.status).toContainText("Live");
  });
}

for (const [what, medium, channel] of [
  ["an open message", "open", "messaging"],
  ["a Facebook message", "facebook", "social"],
] as const) {
  test(`${what} of somebody known finds them by their channel`, async ({ desk, desktop, installation }) => {
    const contact = contactOf("unknown", medium);
    await installation.seed([
      {
        identifiers: [{ type: "channel", channel, value: contact.customers[0]?.address ?? "" }],
        interaction: {
          conversationId: "seeded-by-test",
          channel,
          startTime: "2026-10-02T09:00:00Z",
          durationSeconds: 60,
          resolutionStatus: "RESOLVED",
          intent: "Opening hours",
        },
        collectedData: { customerName: "Ishara Silva" },
      },
    ]);
    desk.start(contact);
    await desktop.open();
    await expect(desktop.panel.heading).toHaveText("Ishara Silva");
    await expect(desktop.panel.text(`Matched by ${channel}`)).toBeVisible();
    await expect(desktop.panel.recent).toHaveCount(1);
  });

  test(`${what} of nobody known is a first contact`, async ({ desk, desktop }) => {
    desk.start(contactOf("unknown", medium));
    await desktop.open();
    await expect(desktop.panel.title("First Contact")).toBeVisible();
    await expect(desktop.panel.text(channel)).toBeVisible();
  });
}
