// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeTab, type FakeFrame, type FakeTab, type FakeTabOptions } from "../fake-browser.ts";
import { createFakeClock, settled, type FakeClock } from "../fake-clock.ts";
import { answerFrom, createFakeLogin, launchAddress, startSignIn, stateOf, type FakeLogin } from "./fake-login.ts";

let clock: FakeClock;
let login: FakeLogin;

beforeEach(() => {
  clock = createFakeClock();
  login = createFakeLogin();
});

const hour = 3_600_000;
const signedIn = (accessToken: string) => ({ kind: "signed-in", session: expect.objectContaining({ accessToken }) });
const needed = (reason: string) => ({ kind: "agent-needed", reason });
const renewedBy = (accessToken: string) => {
  login.exchange = { kind: "signed-in", session: { accessToken, expiresAt: clock.now() + hour } };
};

/** A widget whose agent signed in by the popup a moment ago; the token is good for an hour. */
const signedInFrame = async (tab: FakeTab, address = launchAddress) => {
  const frame = tab.openFrame(address);
  const widget = startSignIn(frame, { login, usePopup: true });
  await clock.pass(200);
  if (widget.signIn.state().kind === "signed-in") return { frame, ...widget };
  widget.signIn.openPopup();
  await settled();
  renewedBy("first");
  answerFrom(frame, frame.opened[0], { search: `?code=c&state=${stateOf(frame.opened[0]?.address)}` });
  await settled();
  expect(widget.signIn.state()).toEqual(signedIn("first"));
  return { frame, ...widget };
};
const answerSilently = async (frame: FakeFrame) => {
  const child = frame.hidden.at(-1);
  answerFrom(frame, child, { search: `?code=c&state=${stateOf(child?.address)}` });
  await settled();
};

describe.each<[string, Omit<FakeTabOptions, "clock">]>([
  ["with storage and locks", {}],
  ["without either", { storage: "denied", locks: "denied" }],
])("renewal %s", (_, options) => {
  it("happens in a hidden frame before the end, while the agent stays signed in", async () => {
    const { frame, signIn, states } = await signedInFrame(createFakeTab({ clock, ...options }));
    await clock.pass(hour - 301_000);
    expect(frame.hidden).toEqual([]);
    await clock.pass(1500);
    expect(frame.hidden).toHaveLength(1);
    expect(stateOf(frame.hidden[0]?.address)).toMatch(/^silent\.[\w-]{22}$/u);
    renewedBy("second");
    await answerSilently(frame);
    expect(signIn.state()).toEqual(signedIn("second"));
    expect(frame.hidden[0]?.closed).toBe(true);
    expect(states.slice(states.findIndex(({ kind }) => kind === "signed-in")).map(({ kind }) => kind)).toEqual([
      "signed-in",
      "signed-in",
    ]);
  });

  it("that nobody answers within five seconds leaves the token until its end, and then needs the agent", async () => {
    const { frame, signIn } = await signedInFrame(createFakeTab({ clock, ...options }));
    await clock.pass(hour - 290_000);
    expect(frame.hidden.map(({ closed }) => closed)).toEqual([true]);
    expect(signIn.state()).toEqual(signedIn("first"));
    await clock.pass(300_000);
    expect(signIn.state()).toEqual(needed("expired"));
    expect(frame.hidden).toHaveLength(2);
  });

  it("follows at once when a request was answered 401", async () => {
    const { frame, signIn } = await signedInFrame(createFakeTab({ clock, ...options }));
    signIn.reject("first");
    expect(signIn.state()).toEqual({ kind: "signing-in" });
    await clock.pass(200);
    renewedBy("second");
    await answerSilently(frame);
    expect(signIn.state()).toEqual(signedIn("second"));
  });

  it("is done by one widget for all that were refused", async () => {
    const tab = createFakeTab({ clock, ...options });
    const one = await signedInFrame(tab);
    const widgets = [one, await signedInFrame(tab, launchAddress.replace("cb01", "cb02"))];
    widgets.push(await signedInFrame(tab, launchAddress.replace("cb01", "cb03")));
    for (const { signIn } of widgets) signIn.reject("first");
    await clock.pass(200);
    const asking = widgets.filter(({ frame }) => frame.hidden.length > 0);
    expect(asking).toHaveLength(1);
    renewedBy("second");
    for (const { frame } of asking) await answerSilently(frame);
    await clock.pass(5000);
    for (const { signIn } of widgets) expect(signIn.state()).toEqual(signedIn("second"));
    expect(widgets.flatMap(({ frame }) => frame.hidden)).toHaveLength(1);
  });

  it("that failed for one is not tried again by all the others", async () => {
    const tab = createFakeTab({ clock, ...options });
    const widgets = [await signedInFrame(tab)];
    for (const id of ["cb02", "cb03", "cb04"]) {
      widgets.push(await signedInFrame(tab, launchAddress.replace("cb01", id)));
    }
    for (const { signIn } of widgets) signIn.reject("first");
    await clock.pass(9000);
    for (const { signIn } of widgets) expect(signIn.state()).toEqual(needed("expired"));
    expect(widgets.flatMap(({ frame }) => frame.hidden)).toHaveLength(1);
  });
});

describe("a refused token", () => {
  it("that was replaced already changes nothing", async () => {
    const { frame, signIn } = await signedInFrame(createFakeTab({ clock }));
    signIn.reject("an-older-one");
    await clock.pass(1000);
    expect(signIn.state()).toEqual(signedIn("first"));
    expect(frame.hidden).toEqual([]);
  });

  it("is not handed to the widgets that start next", async () => {
    const tab = createFakeTab({ clock });
    const { signIn } = await signedInFrame(tab);
    signIn.reject("first");
    const { states } = startSignIn(tab.openFrame(launchAddress), { login, usePopup: true });
    expect(states).toEqual([{ kind: "signing-in" }]);
  });

  it("is not renewed for ever: the third within a minute needs the agent", async () => {
    const { frame, signIn } = await signedInFrame(createFakeTab({ clock }));
    for (const token of ["first", "second"]) {
      signIn.reject(token);
      await settled();
      renewedBy(token === "first" ? "second" : "third");
      await answerSilently(frame);
    }
    expect(signIn.state()).toEqual(signedIn("third"));
    signIn.reject("third");
    await settled();
    expect(signIn.state()).toEqual(needed("expired"));
    expect(frame.hidden).toHaveLength(2);
  });

  it("keeps the answer of a hidden frame with a foreign state out", async () => {
    const { frame, signIn } = await signedInFrame(createFakeTab({ clock }));
    signIn.reject("first");
    await settled();
    const exchanges = login.exchanged.length;
    answerFrom(frame, frame.hidden[0], { search: "?code=stolen&state=silent.AAAAAAAAAAAAAAAAAAAAAA" });
    await settled();
    expect(login.exchanged).toHaveLength(exchanges);
    expect(signIn.state()).toEqual(needed("expired"));
  });
});

describe.each<[string, Omit<FakeTabOptions, "clock">]>([
  ["with storage", {}],
  ["without storage", { storage: "denied", locks: "denied" }],
])("signing out, %s", (_, options) => {
  it("forgets the token in every widget and revokes it", async () => {
    const tab = createFakeTab({ clock, ...options });
    const one = await signedInFrame(tab);
    const other = await signedInFrame(tab, launchAddress.replace("cb01", "cb02"));
    await one.signIn.signOut();
    await settled();
    for (const { signIn } of [one, other]) expect(signIn.state()).toEqual(needed("signed-out"));
    expect(login.calls).toEqual([{ method: "DELETE", path: "/api/v2/tokens/me" }]);
    expect(one.frame.widgets.storage?.read("session") ?? null).toBeNull();
    await clock.pass(2 * hour);
    expect(one.frame.hidden).toEqual([]);
  });

  it("lasts for the widgets that start next, until the agent signs in again", async () => {
    const tab = createFakeTab({ clock, ...options });
    const one = await signedInFrame(tab);
    await one.signIn.signOut();
    const next = startSignIn(tab.openFrame(launchAddress), { login });
    await clock.pass(200);
    expect(next.signIn.state()).toEqual(needed("signed-out"));
    expect(next.navigated).toEqual([]);
    one.signIn.openPopup();
    await settled();
    const popup = one.frame.opened.at(-1);
    answerFrom(one.frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    expect(next.signIn.state().kind).toBe("signed-in");
  });
});

it("says nothing more once it is disposed", async () => {
  const { signIn, states, frame } = await signedInFrame(createFakeTab({ clock }));
  signIn.dispose();
  const before = states.length;
  await clock.pass(2 * hour);
  expect(states).toHaveLength(before);
  expect(frame.hidden).toEqual([]);
});
