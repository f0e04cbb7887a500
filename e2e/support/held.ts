import type { BrowserContext } from "@playwright/test";

/** Requests that wait until they are let go. */
export interface Held {
  letGo(): void;
}

/** Holds back whatever the widget asks for at an address, as a network that is slow does. */
export async function hold(context: BrowserContext, address: string | RegExp): Promise<Held> {
  const { promise: free, resolve } = Promise.withResolvers<void>();
  await context.route(address, async (route) => {
    await free;
    await route.continue();
  });
  return { letGo: resolve };
}
