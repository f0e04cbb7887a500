import type { FrameLocator, Locator } from "@playwright/test";
import { type Login, loginPage } from "./login.ts";

/** The Customer Journey panel inside its frame, or on a page of its own. */
export interface Panel {
  /** The customer's name, or what the panel says in its place. */
  readonly heading: Locator;
  /** The heading of a statement or a card. */
  title(text: string): Locator;
  /** A card by its title. */
  part(title: string): Locator;
  button(name: string | RegExp): Locator;
  text(text: string | RegExp): Locator;
  /** The line at the foot: how true the panel is at this moment. */
  readonly status: Locator;
  /** The line over the panel that says why it may be old. */
  readonly notice: Locator;
  /** The five most recent interactions. */
  readonly recent: Locator;
  /** Every row of a timeline, the recent or all. */
  readonly rows: Locator;
  readonly callers: Locator;
  /** Opens the menu at the foot. */
  openMenu(): Promise<void>;
  /** The login host's page where the widget was. */
  readonly login: Login;
  readonly root: FrameLocator;
  scrollToEnd(): Promise<void>;
  /** Marks the document as it stands, to know later whether it is still the same. */
  mark(): Promise<void>;
  isMarked(): Promise<boolean>;
  /** How many customers this device remembers. */
  rememberedRows(): Promise<number>;
  /** Changes one byte of everything that this device remembers. */
  spoilRememberedRows(): Promise<void>;
}

export function panelPage(root: FrameLocator): Panel {
  const status = root.getByRole("contentinfo", { name: "Status" });
  return {
    root,
    heading: root.getByRole("heading", { level: 1 }),
    title: (text) => root.getByRole("heading", { name: text, exact: true, level: 2 }),
    part: (title) => root.getByRole("region", { name: title }),
    button: (name) => root.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) }),
    text: (text) => root.getByText(text, { exact: typeof text === "string" }),
    status,
    notice: root.getByRole("status").filter({ has: root.getByRole("button", { name: /^(?:Retry|Sign in)$/u }) }),
    recent: root.getByRole("region", { name: "Recent interactions" }).getByRole("listitem"),
    rows: root
      .getByRole("list")
      .getByRole("listitem")
      .filter({ has: root.getByRole("heading", { level: 3 }) }),
    callers: root.getByLabel("Customer on this interaction"),
    openMenu: () => status.getByRole("button", { name: "Menu" }).click(),
    login: loginPage(root),
    scrollToEnd: () => root.locator("body").evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight)),
    mark: () =>
      root.locator("body").evaluate((body) => {
        body.dataset["marked"] = "yes";
      }),
    isMarked: () => root.locator("body").evaluate((body) => body.dataset["marked"] === "yes"),
    rememberedRows: () => root.locator("body").evaluate(countRows),
    spoilRememberedRows: () => root.locator("body").evaluate(spoilRows),
  };
}

/** Runs in the frame. Zero where there is no database; it is not made by looking. */
async function countRows(): Promise<number> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === "customer-journey")) return 0;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("customer-journey");
    opening.addEventListener("error", () => reject(new Error("The database cannot be opened.")));
    opening.addEventListener("success", () => {
      const database = opening.result;
      const counting = database.transaction("journeys").objectStore("journeys").count();
      counting.addEventListener("success", () => {
        database.close();
        resolve(counting.result);
      });
    });
  });
}

/** Runs in the frame. */
function spoilRows(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("customer-journey");
    opening.addEventListener("error", () => reject(new Error("The database cannot be opened.")));
    opening.addEventListener("success", () => {
      const database = opening.result;
      const transaction = database.transaction("journeys", "readwrite");
      const visiting = transaction.objectStore("journeys").openCursor();
      visiting.addEventListener("success", () => {
        const cursor = visiting.result;
        if (cursor === null) return;
        const row: unknown = cursor.value;
        if (typeof row === "object" && row !== null && "sealed" in row && row.sealed instanceof ArrayBuffer) {
          const bytes = new Uint8Array(row.sealed);
          bytes.set([(bytes[10] ?? 0) ^ 1], 10);
          cursor.update(row);
        }
        cursor.continue();
      });
      transaction.addEventListener("complete", () => {
        database.close();
        resolve();
      });
    });
  });
}
