import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const { nimali, mathilde } = contacts;

test("a customer id that arrives late turns an anonymous call into a journey, without a reload", async ({
  desk,
  desktop,
}) => {
  desk.start(contactOf("anonymous", "voice"));
  await desktop.open();
  await expect(desktop.panel.title("Anonymous contact")).toBeVisible();
  await desktop.panel.mark();
  await desktop.setAttribute("customerId", nimali.customerId);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.text(/^Customer ID/u)).toBeVisible();
  expect(await desktop.panel.isMarked()).toBe(true);
});

test("an email that a bot asked for finds the customer of a first contact", async ({ desk, desktop }) => {
  desk.start(contactOf("unknown", "open"));
  await desktop.open();
  await expect(desktop.panel.title("First Contact")).toBeVisible();
  await desktop.setAttribute("context.email", mathilde.email);
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await expect(desktop.panel.text("Matched by email")).toBeVisible();
});

test("a late customer id outranks the number that matched", async ({ desk, desktop }) => {
  desk.start(contactOf("mathilde", "sms"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await desktop.setAttribute("customerId", nimali.customerId);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.text("Phone on this interaction belongs to another customer.")).toBeVisible();
});

test("another customer who joins the call is offered at once", async ({ desk, desktop }) => {
  const { id } = desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.callers).toBeHidden();
  desk.addCustomer(id, { name: "Mathilde Brandt", address: mathilde.phone });
  await desktop.panel.callers.selectOption({ index: 1 });
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
});

test("attributes still arrive after the notification socket was dropped", async ({ desk, desktop }) => {
  desk.start(contactOf("anonymous", "voice"));
  await desktop.open();
  await expect(desktop.panel.title("Anonymous contact")).toBeVisible();
  await expect.poll(() => desk.snapshot().sockets).toBe(1);
  desk.dropSockets();
  await desktop.setAttribute("customerId", nimali.customerId);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});
