import type { FrameLocator, Locator, Page } from "@playwright/test";

/** The login host's consent page, in the widget's frame or in a popup. */
export interface Login {
  readonly heading: Locator;
  allow(): Promise<void>;
  deny(): Promise<void>;
}

export function loginPage(root: FrameLocator | Page): Login {
  return {
    heading: root.getByRole("heading", { name: "Sign in to Customer Journey" }),
    allow: () => root.getByRole("button", { name: "Allow" }).click(),
    deny: () => root.getByRole("button", { name: "Deny" }).click(),
  };
}
