import type ClientAppModule from "purecloud-client-app-sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { appMessage, lifecycleHook } from "../../../src/desk/client-apps/app-messages.ts";
import {
  type Frame,
  mostFrames,
  reloadFrame,
  removeFrame,
  showFrame,
  stopFrame,
  widgetUrl,
} from "../../../src/desk/client-apps/frames.ts";

const hostOrigin = "http://localhost:4010";

/** The real SDK in a window that only has what the SDK touches. */
async function sdk() {
  const posted: { message: unknown; origin: unknown }[] = [];
  const listeners = new Set<(event: object) => void>();
  const parent = { postMessage: (message: unknown, origin: unknown) => posted.push({ message, origin }) };
  const window = {
    parent,
    console,
    location: { search: "" },
    addEventListener: (_: string, listener: (event: object) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: object) => void) => listeners.delete(listener),
  };
  vi.stubGlobal("window", window);
  vi.stubGlobal("parent", parent);
  vi.resetModules();
  const { default: loaded } = await import("purecloud-client-app-sdk");
  // The package exports the class itself; its types say that the class is a member called default.
  if (typeof loaded !== "function") throw new Error("The SDK exports something else than its class.");
  const app: ClientAppModule.default = Reflect.construct(loaded, [
    { gcHostOrigin: hostOrigin, gcTargetEnv: "prod-euw1" },
  ]);
  const receive = (data: unknown) => {
    for (const listener of listeners) listener({ source: parent, origin: hostOrigin, data });
  };
  return { app, posted, receive };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the client app protocol", () => {
  it("understands everything that the real SDK says", async () => {
    const { app, posted } = await sdk();
    app.lifecycle.bootstrapped();
    app.lifecycle.stopped();
    app.alerting.setAttentionCount(3);
    app.alerting.showToastPopup("Title", "Message", { type: "error", timeout: 0, showCloseButton: true });
    app.myConversations.showInteractionDetails("00000000-0000-4000-8000-000000000001");
    app.conversations.showInteractionDetails("00000000-0000-4000-8000-000000000001");
    app.externalContacts.showExternalContactProfile("c-1");
    app.directory.showUser("u-1");
    expect(posted.map(({ message }) => appMessage.parse(message).action)).toEqual([
      "bootstrapped",
      "stopped",
      "setAttentionCount",
      "showToast",
      "showMyInteractionDetails",
      "showInteractionDetails",
      "showExternalContactProfile",
      "showProfile",
    ]);
    expect(new Set(posted.map(({ origin }) => origin))).toEqual(new Set([hostOrigin]));
  });

  it("is understood by the real SDK, hook by hook", async () => {
    const { app, receive } = await sdk();
    const heard: string[] = [];
    app.lifecycle.addBootstrapListener(() => heard.push("bootstrap"));
    app.lifecycle.addFocusListener(() => heard.push("focus"));
    app.lifecycle.addBlurListener(() => heard.push("blur"));
    app.lifecycle.addStopListener(() => heard.push("stop"));
    for (const hook of ["bootstrap", "focus", "blur", "stop"] as const) receive(lifecycleHook(hook));
    expect(heard).toEqual(["bootstrap", "focus", "blur", "stop"]);
  });

  it.each([
    ["another protocol", { protocol: "other", action: "bootstrapped" }],
    ["an action that does not exist", { protocol: "purecloud-client-apps", action: "format" }],
    ["a count that is none", { protocol: "purecloud-client-apps", action: "setAttentionCount", count: "many" }],
    ["something else", "hello"],
  ])("ignores %s", (_, message) => {
    expect(appMessage.safeParse(message).success).toBe(false);
  });
});

describe("widget frames", () => {
  it("stay as they are when they are shown again", () => {
    const frames = show(show([], "a", 1), "b", 2);
    const again = showFrame(frames, "a", "http://w/changed", 3);
    expect(again.map(({ conversationId, url, generation }) => [conversationId, url, generation])).toEqual([
      ["a", "http://w/a", 0],
      ["b", "http://w/b", 0],
    ]);
  });

  it("are at most ten: the one not shown for longest is told to stop for the eleventh", () => {
    let frames: readonly Frame[] = [];
    for (let index = 1; index <= mostFrames; index += 1) frames = show(frames, `f${String(index)}`, index);
    expect(frames.some(({ stopping }) => stopping)).toBe(false);
    frames = show(frames, "f1", 50);
    frames = show(frames, "f11", 51);
    expect(frames.filter(({ stopping }) => stopping).map(({ conversationId }) => conversationId)).toEqual(["f2"]);
    expect(removeFrame(frames, "f2")).toHaveLength(10);
  });

  it("go only after they were told to stop, and start anew when they are shown again", () => {
    const frames = show([], "a", 1);
    expect(removeFrame(frames, "a")).toHaveLength(1);
    const stopping = stopFrame(frames, "a");
    expect(removeFrame(stopping, "a")).toHaveLength(0);
    expect(show(stopping, "a", 2)).toMatchObject([{ stopping: false, bootstrapped: false }]);
  });

  it("load afresh when they are reloaded", () => {
    expect(reloadFrame(show([], "a", 1), "a", "http://w/de")).toMatchObject([{ generation: 1, url: "http://w/de" }]);
  });
});

it("fills every placeholder of the widget's URL", () => {
  const url = new URL(
    widgetUrl("http://127.0.0.1:8787", {
      hostOrigin,
      targetEnvironment: "prod-euw1",
      languageTag: "pt-br",
      conversationId: "00000000-0000-4000-8000-000000000001",
      usePopupAuth: true,
    }),
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    gcHostOrigin: hostOrigin,
    gcTargetEnv: "prod-euw1",
    gcLangTag: "pt-br",
    gcConversationId: "00000000-0000-4000-8000-000000000001",
    gcUsePopupAuth: "true",
  });
});

function show(frames: readonly Frame[], id: string, at: number): readonly Frame[] {
  return showFrame(frames, id, `http://w/${id}`, at);
}
