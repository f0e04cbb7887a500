import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const { dias, mathilde, nimali, sunil, unknown } = contacts;

test("somebody who was never in touch is a first contact, with what was looked for", async ({ desk, desktop }) => {
  desk.start(contactOf("unknown", "email"));
  await desktop.open();
  await expect(desktop.panel.title("First Contact")).toBeVisible();
  await expect(desktop.panel.text(/^No earlier interaction on any channel\./u)).toBeVisible();
  const tried = desktop.panel.root.getByLabel("What was looked for");
  await expect(tried).toContainText(/Customer ID\s*not on this interaction/u);
  await expect(tried).toContainText(/Email\s*no match/u);
  await expect(desktop.panel.status).toContainText("Looked up");
  await expect(desktop.panel.text(unknown.email)).toBeHidden();
});

for (const medium of ["voice", "chat"] as const) {
  test(`an anonymous ${medium} is no first contact`, async ({ desk, desktop, watch }) => {
    desk.start(contactOf("anonymous", medium));
    await desktop.open();
    await expect(desktop.panel.title("Anonymous contact")).toBeVisible();
    await expect(desktop.panel.title("First Contact")).toBeHidden();
    expect(watch.addresses().filter((address) => address.includes("/lookup"))).toEqual([]);
  });
}

test("a call between colleagues has no customer", async ({ desk, desktop, watch }) => {
  desk.start({ medium: "voice", customers: [] });
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("No customer on this interaction");
  expect(watch.addresses().filter((address) => address.includes("/lookup"))).toEqual([]);
});

test("of several customers on a conference each is shown alone", async ({ desk, desktop }) => {
  const { id } = desk.start(contactOf("nimali", "voice"));
  desk.addCustomer(id, { name: "Mathilde Brandt", address: mathilde.phone });
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  const options = desktop.panel.callers.getByRole("option");
  await expect(options).toHaveCount(2);
  await desktop.panel.callers.selectOption({ index: 1 });
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await expect(desktop.panel.recent).toHaveCount(2);
  await expect(desktop.panel.text("Billing dispute")).toHaveCount(0);
  await desktop.panel.callers.selectOption({ index: 0 });
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("two people who share a number are told apart by the agent", async ({ desk, desktop }) => {
  desk.start(contactOf("dias", "voice"));
  await desktop.open();
  await expect(desktop.panel.part("Who is it?")).toContainText(
    "Several customers share this phone number. Ask for a name, then choose.",
  );
  await expect(desktop.panel.text("Television package")).toBeVisible();
  await desktop.panel.button(`Choose: ${dias.ruwan.name}`).click();
  await expect(desktop.panel.heading).toHaveText(dias.ruwan.name);
  await expect(desktop.panel.recent.first()).toContainText("Television package");
  await expect(desktop.panel.text("Fibre installation")).toHaveCount(0);
});

test("a number that others share is said openly beside the customer's own id", async ({ desk, desktop }) => {
  desk.start({ medium: "voice", customers: [{ address: dias.phone, attributes: { customerId: nimali.customerId } }] });
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.text("Phone on this interaction is shared by 2 customers.")).toBeVisible();
});

test("an email that belongs to somebody else is said openly", async ({ desk, desktop }) => {
  desk.start({
    medium: "chat",
    customers: [{ attributes: { customerId: nimali.customerId, "context.email": sunil.email } }],
  });
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.text("Email on this interaction belongs to another customer.")).toBeVisible();
});

test("of 1,300 interactions five are shown, then all down to the last", async ({ desk, desktop }) => {
  desk.start(contactOf("sunil", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Sunil Jayawardena");
  await expect(desktop.panel.recent).toHaveCount(5);
  await desktop.panel.button("Show all 1,300 interactions").click();
  await expect(desktop.panel.text(/^1,300 interactions/u)).toBeVisible();
  const last = desktop.panel.rows.and(desktop.panel.root.locator('[aria-posinset="1300"]'));
  await expect(async () => {
    await desktop.panel.scrollToEnd();
    await expect(last).toBeVisible({ timeout: 300 });
  }).toPass();
  await expect(last).toHaveAttribute("aria-setsize", "1300");
  await last.getByRole("button").first().click();
  await expect(last).toContainText("Handled by");
});

test("the archive is searched whole and says how far it is", async ({ desk, desktop }) => {
  desk.start(contactOf("sunil", "voice"));
  await desktop.open();
  await desktop.panel.button("Show all 1,300 interactions").click();
  await desktop.panel.root.getByRole("searchbox", { name: "Search" }).fill("roaming");
  // Every fifth of the five subjects.
  await expect(desktop.panel.text("260 interactions")).toBeVisible();
  await desktop.panel.root.getByRole("combobox", { name: "Outcome" }).selectOption("Abandoned");
  await expect(desktop.panel.rows.first()).toContainText("Abandoned");
  await desktop.panel.root.getByRole("searchbox", { name: "Search" }).fill("no such words");
  await expect(desktop.panel.text("Nothing matches. Try fewer words or another filter.")).toBeVisible();
});
