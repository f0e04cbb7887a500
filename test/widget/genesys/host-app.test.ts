import ClientApp from "purecloud-client-app-sdk";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createHostApp } from "../../../src/widget/genesys/host-app.ts";
import { settled } from "./fake-clock.ts";

const hostOrigin = "http://localhost:4010";
const host = { postMessage: vi.fn<(message: { action: string }, origin: string) => void>() };
const parent = Object.getOwnPropertyDescriptor(window, "parent");

beforeEach(() => {
  // The SDK speaks to window.parent and refuses to when that is the window itself.
  Object.defineProperty(window, "parent", { configurable: true, value: host });
  host.postMessage.mockReset();
});
afterEach(() => {
  if (parent) Object.defineProperty(window, "parent", parent);
});

const start = () =>
  createHostApp({ launch: { hostOrigin, targetEnvironment: "prod-euw1" }, load: () => Promise.resolve(ClientApp) });
const sent = () => host.postMessage.mock.calls.map(([{ action }, origin]) => [action, origin]);
const hook = (name: string, from: { origin?: string; source?: unknown } = {}) => {
  const event = new Event("message");
  Object.assign(event, {
    data: { protocol: "purecloud-client-apps", purecloudEventType: "appLifecycleHook", hook: name },
    origin: hostOrigin,
    source: host,
    ...from,
  });
  window.dispatchEvent(event);
};

it("speaks to the checked host origin only", async () => {
  const app = start();
  app.bootstrapped();
  app.openInteraction("9a1b6a44-0000-4000-8000-00000000cb01");
  await vi.waitFor(() => {
    expect(sent()).toEqual([
      ["bootstrapped", hostOrigin],
      ["showMyInteractionDetails", hostOrigin],
    ]);
  });
});

it("hears focus and blur until it stops listening, from the host only", async () => {
  const app = start();
  const heard: string[] = [];
  const stopListening = app.onFocus(() => heard.push("focus"));
  app.onBlur(() => heard.push("blur"));
  await settled();
  hook("focus", { origin: "http://localhost:6666" });
  hook("focus", { source: window });
  hook("focus");
  hook("blur");
  stopListening();
  await settled();
  hook("focus");
  hook("blur");
  expect(heard).toEqual(["focus", "blur", "blur"]);
});

it("runs the disposers before it tells the host that it has stopped", async () => {
  const app = start();
  const order: string[] = [];
  const disposing = Promise.withResolvers<void>();
  app.onStop(async () => {
    order.push("disposing");
    await disposing.promise;
  });
  await settled();
  hook("stop");
  await settled();
  expect([order, sent()]).toEqual([["disposing"], []]);
  disposing.resolve();
  await vi.waitFor(() => {
    expect(sent()).toEqual([["stopped", hostOrigin]]);
  });
});

it("does nothing where the SDK cannot be loaded", async () => {
  const app = createHostApp({
    launch: { hostOrigin, targetEnvironment: "prod-euw1" },
    load: () => Promise.reject(new TypeError("Failed to fetch dynamically imported module")),
  });
  app.bootstrapped();
  app.onFocus(() => undefined)();
  await settled();
  expect(sent()).toEqual([]);
});

it("counts beside its icon, and says what it has to say as plain text, never as Markdown", async () => {
  const app = start();
  app.setAttentionCount(2);
  app.toast("Customer Journey", "**not bold**");
  await vi.waitFor(() => {
    expect(host.postMessage.mock.calls.map(([message]) => message)).toEqual([
      expect.objectContaining({ action: "setAttentionCount", count: 2 }),
      expect.objectContaining({
        action: "showToast",
        title: "Customer Journey",
        message: "**not bold**",
        markdownMessage: false,
      }),
    ]);
  });
});
