import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

test("the open issue is marked resolved and taken back while it still can be", async ({ desk, desktop, watch }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  const issue = desktop.panel.part("Open issue");
  await expect(issue).toContainText("Billing dispute");
  watch.forgetAddresses();
  await issue.getByRole("button", { name: "Mark resolved" }).click();
  await expect(issue).toContainText("Marked resolved.");
  await issue.getByRole("button", { name: "Undo" }).click();
  await expect(issue.getByRole("button", { name: "Mark resolved" })).toBeVisible();
  await desktop.reloadWidget();
  await expect(desktop.panel.part("Open issue")).toContainText("Billing dispute");
  expect(watch.addresses().filter((address) => address.includes("/active-issue"))).toEqual([]);
});

test("the open issue that stays resolved is closed for the next agent, and can be reopened", async ({
  desk,
  desktop,
}) => {
  desk.start(contactOf("nimali", "voice"));
  desk.start(contactOf("nimali", "sms"));
  await desktop.open();
  await desktop.choose("Nimali Perera, Voice");
  await desktop.panel.part("Open issue").getByRole("button", { name: "Mark resolved" }).click();
  await expect(desktop.panel.button("Reopen")).toBeVisible();
  await desktop.choose("Nimali Perera, SMS");
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.button("State an issue")).toBeVisible();
  await desktop.choose("Nimali Perera, Voice");
  await desktop.panel.button("Reopen").click();
  await expect(desktop.panel.part("Open issue").getByRole("button", { name: "Mark resolved" })).toBeVisible();
});

test("the issue is restated in the agent's own words", async ({ desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  const issue = desktop.panel.part("Open issue");
  await issue.getByRole("button", { name: "Restate" }).click();
  await issue.getByLabel("What is the issue?").fill("Charged twice for October, refund outstanding");
  await issue.getByRole("button", { name: "Save" }).click();
  await expect(issue).toContainText("Charged twice for October, refund outstanding");
  await desktop.reloadWidget();
  await expect(desktop.panel.status).toContainText("Live");
  await expect(desktop.panel.part("Open issue")).toContainText("Charged twice for October, refund outstanding");
});

test("what the service refuses is said with its reason, and the issue stands", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 403/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await context.route("**/active-issue", (route) =>
    route.fulfill({ status: 403, contentType: "application/problem+json", body: '{"code":"forbidden"}' }),
  );
  const issue = desktop.panel.part("Open issue");
  await issue.getByRole("button", { name: "Mark resolved" }).click();
  const refusal = desktop.panel.root.getByRole("alert");
  await expect(refusal).toHaveText(/The issue is still open\. You may not change this customer\. Ask your admin\./u);
  await expect(issue).toContainText("Billing dispute");
  await refusal.getByRole("button", { name: "OK" }).click();
  await expect(refusal).toBeHidden();
});

test("an issue is stated where none is open, and taken back", async ({ desk, desktop }) => {
  desk.start(contactOf("mathilde", "sms"));
  await desktop.open();
  const issue = desktop.panel.part("Open issue");
  await issue.getByRole("button", { name: "State an issue" }).click();
  await issue.getByLabel("What is the issue?").fill("Router drops in the evening");
  await issue.getByRole("button", { name: "Save" }).click();
  await expect(issue).toContainText("Router drops in the evening");
  await issue.getByRole("button", { name: "Undo" }).click();
  await expect(issue.getByRole("button", { name: "State an issue" })).toBeVisible();
});
