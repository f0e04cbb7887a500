// @vitest-environment node
import { expect, it } from "vitest";
import { createFakeTab, type OpenChannel } from "./fake-browser.ts";
import { createFakeClock, settled } from "./fake-clock.ts";
import { launchAddress } from "./sign-in/fake-login.ts";

const heardBy = (frame: ReturnType<ReturnType<typeof createFakeTab>["openFrame"]>) => {
  const heard: unknown[] = [];
  frame.widgets.hear("topic", (message) => heard.push(message));
  return heard;
};

it("lets the frames of one tab hear each other, and not those of another tab", async () => {
  const clock = createFakeClock();
  const channels = new Set<OpenChannel>();
  const tab = createFakeTab({ clock, openChannels: channels });
  const otherTab = createFakeTab({ clock, openChannels: channels, idPrefix: "other-" });
  const [one, two, three] = [
    tab.openFrame(launchAddress),
    tab.openFrame(launchAddress),
    otherTab.openFrame(launchAddress),
  ];
  const heard = [one, two, three].map(heardBy);
  one.widgets.tell("topic", "hello");
  one.widgets.tell("another", "unheard");
  await settled();
  expect(heard).toEqual([[], ["hello"], []]);
});

it("has no storage where the browser denies it, and works without", async () => {
  const tab = createFakeTab({ clock: createFakeClock(), storage: "denied" });
  const [one, two] = [tab.openFrame(launchAddress), tab.openFrame(launchAddress)];
  const heard = heardBy(two);
  one.widgets.tell("topic", 1);
  await settled();
  expect([one.widgets.storage, one.widgets.isHeard, heard]).toEqual([null, true, [1]]);
});

it("is not heard where the browser denies the channel", () => {
  const frame = createFakeTab({ clock: createFakeClock(), channels: "denied" }).openFrame(launchAddress);
  expect(frame.widgets.isHeard).toBe(false);
  frame.widgets.tell("topic", 1);
});

it("keeps its keys apart from everything else in the tab's storage", () => {
  const frame = createFakeTab({ clock: createFakeClock() }).openFrame(launchAddress);
  frame.window.sessionStorage.setItem("session", "foreign");
  frame.widgets.storage?.write("session", "ours");
  expect(frame.widgets.storage?.read("session")).toBe("ours");
  expect(frame.widgets.storage?.keys().toSorted()).toEqual(["session", "tab"]);
  frame.widgets.storage?.remove("session");
  expect(frame.window.sessionStorage.getItem("session")).toBe("foreign");
});
