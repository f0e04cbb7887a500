import { AxeBuilder } from "@axe-core/playwright";
import { contacts } from "../src/desk/installation/people.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

// Wide enough for the pipeline to stand beside the interaction, not over it.
test.use({ customers: "none", viewport: { width: 1600, height: 900 } });

test("an ended interaction runs through the pipeline before one's eyes; what cannot be read is replayed once it can", async ({
  desk,
  desktop,
  page,
}) => {
  await desktop.open();
  await page.getByRole("button", { name: "Pipeline" }).click();
  const pipeline = page.getByRole("region", { name: "Pipeline" });
  const step = (name: string) => pipeline.getByRole("listitem").filter({ hasText: name });
  await expect(pipeline.getByText("live", { exact: true })).toBeVisible();
  await expect(step("Records")).toHaveText(/^Records0/u);

  desk.start(contactOf("unknown", "voice"));
  await desktop.answer();
  await desktop.end();
  await expect(step("Records")).toHaveText(/^Records1/u);
  await expect(pipeline.getByText("1 recorded")).toBeVisible();
  await expect(pipeline.getByText("No dead letters.")).toBeVisible();

  const nonsense = pipeline.getByRole("switch", { name: "Analytics answers nonsense" });
  await nonsense.click();
  await expect(nonsense).toBeChecked();
  desk.start({ medium: "email", name: "Mathilde Brandt", customers: [{ address: contacts.mathilde.email }] });
  await desktop.choose("Mathilde Brandt");
  await desktop.answer();
  await desktop.end();
  const letters = pipeline.getByRole("list", { name: "Dead letters" });
  await expect(letters.getByText("Genesys Cloud answered something else than JSON.")).toBeVisible();
  await expect(letters.getByText("3 tries")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(".drawer").analyze();
  expect(violations).toEqual([]);

  await nonsense.click();
  await expect(nonsense).not.toBeChecked();
  await letters.getByRole("button", { name: "Replay Mathilde Brandt" }).click();
  await expect(pipeline.getByText("No dead letters.")).toBeVisible();
  await expect(step("Records")).toHaveText(/^Records2/u);
});
