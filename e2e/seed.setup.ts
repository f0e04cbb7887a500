import { test } from "@playwright/test";
import { startInstallation } from "../src/desk/installation.ts";
import { seededFolder } from "./support/customers.ts";

test("the demo's customers are written", async () => {
  const installation = await startInstallation({ folder: seededFolder(test.info()), seed: "demo" });
  await installation.stop();
});
