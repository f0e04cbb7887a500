import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { readableIn } from "./support/profile-on-disk.ts";
import { expect, test } from "./support/test.ts";

const { dias, mathilde, nimali, unknown } = contacts;

test("of two people on one number the wrong one is taken off, and the number leads to the other", async ({
  desk,
  desktop,
}) => {
  // Ruwan answers from an address of his own too, so that the shared number decides for nobody alone.
  desk.start(contactOf("dias", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await panel.button(`Choose: ${dias.ruwan.name}`).click();
  await expect(panel.heading).toHaveText(dias.ruwan.name);
  await panel.button("Chosen by you").click();
  await panel.button("Choose again").click();
  await expect(panel.part("Who is it?")).toBeVisible();
  await panel.button(`Choose: ${dias.kumari.name}`).click();
  await expect(panel.heading).toHaveText(dias.kumari.name);
});

test("not this person hides the history at once, and undo brings it back with nothing sent", async ({
  desk,
  desktop,
  watch,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.status).toContainText("Live");
  watch.forgetAddresses();
  await panel.button("Matched by phone").click();
  await expect(panel.text(/^Likely: .* is theirs, verified\.$/u)).toBeVisible();
  await panel.button("Not this person").click();
  await expect(panel.title("Not this person")).toBeVisible();
  await expect(panel.text("Billing dispute")).toHaveCount(0);
  await expect(panel.button("Undo")).toBeFocused();
  await panel.button("Undo").click();
  await expect(panel.heading).toHaveText("Nimali Perera");
  expect(watch.addresses().filter((address) => address.includes("/identifiers/"))).toEqual([]);
});

test("not this person unlinks the number, and the next lookup is a first contact, for the next agent too", async ({
  desk,
  desktop,
}) => {
  desk.start(contactOf("mathilde", "sms"));
  await desktop.open();
  const { panel } = desktop;
  await panel.button("Matched by phone").click();
  await panel.button("Not this person").click();
  await expect(panel.title("First Contact")).toBeVisible();
  desk.start({ medium: "voice", name: "Next caller", customers: [{ address: mathilde.phone }] });
  await desktop.choose("Next caller");
  await expect(panel.title("First Contact")).toBeVisible();
});

test("a history that the CRM's id decided is only hidden, also when the frame is loaded anew", async ({
  desk,
  desktop,
  watch,
}) => {
  desk.start({
    medium: "voice",
    customers: [{ address: nimali.phone, attributes: { customerId: nimali.customerId } }],
  });
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.heading).toHaveText("Nimali Perera");
  await expect.poll(() => panel.rememberedRows()).toBe(1);
  await panel.button("Customer ID").click();
  await expect(panel.text(/^Certain:/u)).toBeVisible();
  await panel.button("Not this person").click();
  await expect(panel.text(/hidden until this interaction ends/u)).toBeVisible();
  await desktop.reloadWidget();
  await expect(panel.text(/hidden until this interaction ends/u)).toBeVisible();
  await expect(panel.text("Billing dispute")).toHaveCount(0);
  await panel.button("Show the history").click();
  await expect(panel.heading).toHaveText("Nimali Perera");
  expect(watch.addresses().filter((address) => address.includes("/identifiers/"))).toEqual([]);
});

test("a first contact is linked to the customer that the agent finds, by keyboard alone", async ({ desk, desktop }) => {
  desk.start(contactOf("unknown", "voice"));
  await desktop.open();
  const { panel, page } = desktop;
  const link = panel.button("Link to an existing customer");
  await link.focus();
  await page.keyboard.press("Enter");
  const dialog = panel.root.getByRole("dialog", { name: "Link to an existing customer" });
  await expect(dialog.getByRole("textbox", { name: "Customer ID, phone number or email" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type(`${mathilde.email}\n`);
  await dialog.getByRole("button", { name: "Choose: Mathilde Brandt" }).click();
  await expect(panel.heading).toHaveText("Mathilde Brandt");
  await expect(panel.button("Matched by phone")).toBeVisible();
  desk.start({ medium: "sms", name: "Next message", customers: [{ address: unknown.phone }] });
  await desktop.choose("Next message");
  await expect(panel.heading).toHaveText("Mathilde Brandt");
});

test("an anonymous caller who says who they are is found, for this interaction only", async ({ desk, desktop }) => {
  desk.start(contactOf("anonymous", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await panel.button("Find the customer").click();
  const dialog = panel.root.getByRole("dialog", { name: "Find the customer" });
  await dialog.getByRole("textbox").fill(mathilde.phone);
  await dialog.getByRole("textbox").press("Enter");
  await dialog.getByRole("button", { name: "Choose: Mathilde Brandt" }).click();
  await expect(panel.heading).toHaveText("Mathilde Brandt");
  await panel.button("Chosen by you").click();
  await panel.button("Choose again").click();
  await expect(panel.title("Anonymous contact")).toBeVisible();
});

test("what belongs to somebody else leads over a preview to a merge, which is undone", async ({
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 409 .*\/identifiers\)/u);
  desk.start(contactOf("dias", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.part("Who is it?")).toBeVisible();
  await panel.button("Link to an existing customer").click();
  const dialog = panel.root.getByRole("dialog");
  await dialog.getByRole("textbox").fill(mathilde.customerId);
  await dialog.getByRole("button", { name: "Search" }).click();
  await dialog.getByRole("button", { name: "Choose: Mathilde Brandt" }).click();
  // Of the two who share it, who spoke last.
  await expect(dialog).toContainText("Phone of this interaction belongs to Kumari Dias already.");
  await dialog.getByRole("button", { name: "They are the same person" }).click();
  await expect(dialog).toContainText("From Kumari Dias to Mathilde Brandt: 2 interactions, 2 identifiers.");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog).toContainText("Merged.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(panel.part("Who is it?")).toContainText("4 contacts");
  await panel.button(`Choose: ${dias.kumari.name}`).click();
  await panel.button("Chosen by you").click();
  await panel.button(`Take apart: ${dias.kumari.customerId}`).click();
  await expect(panel.text("Merged into this customer")).toBeHidden();
  await expect(panel.heading).toHaveText("Mathilde Brandt");
  await panel.button("Choose again").click();
  await expect(panel.part("Who is it?")).not.toContainText("4 contacts");
});

test("a conflict is compared, merged for the version that was looked at, and undone at once", async ({
  desk,
  desktop,
}) => {
  desk.start({
    medium: "chat",
    customers: [{ attributes: { customerId: nimali.customerId, "context.email": mathilde.email } }],
  });
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.text("Email on this interaction belongs to another customer.")).toBeVisible();
  await panel.button(`Same person? ${mathilde.customerId}`).click();
  const dialog = panel.root.getByRole("dialog", { name: "Merge with another customer" });
  await expect(dialog).toContainText("From Mathilde Brandt to Nimali Perera: 2 interactions, 2 identifiers.");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog).toContainText("Merged.");
  await expect(panel.text("Email on this interaction belongs to another customer.")).toBeHidden();
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.text("Email on this interaction belongs to another customer.")).toBeVisible();
});

test("what the agent does while the service is away waits, and is sent once when it is back", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/net::ERR_/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.status).toContainText("Live");
  await context.setOffline(true);
  await panel.button("Mark resolved").click();
  await expect(panel.part("Open issue")).toContainText("Marked resolved.");
  await expect(panel.text("1 change is waiting to be sent.")).toBeVisible();
  await expect(panel.part("Open issue")).toContainText("Waiting to be sent");
  const sent: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/active-issue")) sent.push(request.method());
  });
  await context.setOffline(false);
  await expect(panel.text("1 change is waiting to be sent.")).toBeHidden();
  await expect(panel.button("Reopen")).toBeVisible();
  expect(sent.filter((method) => method !== "OPTIONS")).toEqual(["DELETE"]);
});

test("what waits outlives the frame, unreadable, and is sent once by the next", async ({
  chromium,
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/net::ERR_|status of 503/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  const { panel } = desktop;
  await expect(panel.heading).toHaveText("Nimali Perera");
  await expect.poll(() => panel.rememberedRows()).toBe(1);
  await context.route("**/collected-data", (route) => route.abort("connectionrefused"));
  await panel.button("Correct Amount").click();
  await panel.root.getByRole("textbox", { name: "Amount" }).fill("LKR 99,001");
  await panel.button("Save").click();
  await expect(panel.text("1 change is waiting to be sent.")).toBeVisible();
  await desktop.reloadWidget();
  await expect(panel.text("1 change is waiting to be sent.")).toBeVisible();
  await expect(panel.part("Already told us")).toContainText("LKR 99,001");
  expect(await readableIn(chromium.profile, ["LKR 99,001"])).toEqual([]);
  const sent: string[] = [];
  await context.unroute("**/collected-data");
  context.on("request", (request) => {
    if (request.url().endsWith("/collected-data")) sent.push(request.method());
  });
  await desktop.reloadWidget();
  await expect(panel.text("1 change is waiting to be sent.")).toBeHidden();
  await expect(panel.part("Already told us")).toContainText("LKR 99,001");
  expect(sent.filter((method) => method !== "OPTIONS")).toEqual(["PATCH"]);
  await desktop.reloadWidget();
  await expect(panel.status).toContainText("Live");
  await expect(panel.part("Already told us")).toContainText("LKR 99,001");
});

test.describe("where nothing can be kept on the device", () => {
  test.use({ thirdPartyStorage: "blocked" });

  test("a page that is left in the moment to undo sends at once", async ({ desk, desktop }) => {
    desk.start(contactOf("nimali", "voice"));
    await desktop.open({ popup: false });
    const { panel } = desktop;
    await expect(panel.heading).toHaveText("Nimali Perera");
    await panel.button("Mark resolved").click();
    await expect(panel.button("Undo")).toBeVisible();
    await desktop.page.goto("about:blank");
    await desktop.open();
    await expect(panel.button("State an issue")).toBeVisible();
  });
});
