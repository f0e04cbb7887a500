// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeTab, widgetOrigin, type FakeFrame } from "../fake-browser.ts";
import { createFakeClock, settled, type FakeClock } from "../fake-clock.ts";
import {
  answerFrom,
  createFakeLogin,
  launchAddress,
  startSignIn,
  stateOf,
  type FakeLogin,
  type SignInUnderTest,
} from "./fake-login.ts";

let clock: FakeClock;
let login: FakeLogin;
let frame: FakeFrame;
let widget: SignInUnderTest;

const needed = (reason: string) => ({ kind: "agent-needed", reason });

beforeEach(async () => {
  clock = createFakeClock();
  login = createFakeLogin();
  frame = createFakeTab({ clock }).openFrame(launchAddress);
  widget = startSignIn(frame, { login, usePopup: true });
  await clock.pass(200);
});

const openPopup = async () => {
  widget.signIn.openPopup();
  await settled();
  return frame.opened.at(-1);
};

describe("the popup", () => {
  it("is asked for where the host wants it, and the frame stays where it is", () => {
    expect(widget.signIn.state()).toEqual(needed("popup-required"));
    expect(widget.navigated).toEqual([]);
    expect(frame.opened).toEqual([]);
  });

  it("is opened by the click itself, before anything is loaded", () => {
    widget.signIn.openPopup();
    expect(frame.opened).toHaveLength(1);
    expect(widget.signIn.state()).toEqual({ kind: "signing-in" });
  });

  it("completes by PKCE and is closed", async () => {
    const popup = await openPopup();
    expect(popup?.address).toContain("https://login.mypurecloud.ie/oauth/authorize?");
    expect(stateOf(popup?.address)).toMatch(/^popup\.[\w-]{22}$/u);
    answerFrom(frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state()).toMatchObject({ kind: "signed-in", session: { accessToken: "token-of-code" } });
    expect(popup?.closed).toBe(true);
    await clock.pass(700_000);
    expect(widget.signIn.state().kind).toBe("signed-in");
  });

  it("completes by the implicit grant", async () => {
    frame.load(launchAddress);
    widget = startSignIn(frame, { login, usePopup: true, grant: "implicit" });
    const popup = await openPopup();
    answerFrom(frame, popup, { hash: `#access_token=t&expires_in=60&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state()).toMatchObject({ kind: "signed-in", session: { accessToken: "t" } });
  });

  it("completes without storage, locks and channels", async () => {
    frame = createFakeTab({ clock, storage: "denied", locks: "denied", channels: "denied" }).openFrame(launchAddress);
    widget = startSignIn(frame, { login, usePopup: true });
    const popup = await openPopup();
    answerFrom(frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state().kind).toBe("signed-in");
  });

  it("tells blocked, closed, denied and timed out apart", async () => {
    let popup = await openPopup();
    if (popup) popup.closed = true;
    await clock.pass(2000);
    expect(widget.signIn.state()).toEqual(needed("popup-closed"));

    popup = await openPopup();
    answerFrom(frame, popup, { search: `?error=access_denied&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state()).toEqual(needed("denied"));

    popup = await openPopup();
    await clock.pass(600_000);
    expect(widget.signIn.state()).toEqual(needed("expired"));
    expect(popup?.closed).toBe(true);

    frame.blockPopups();
    widget.signIn.openPopup();
    expect(widget.signIn.state()).toEqual(needed("popup-blocked"));
  });

  it("believes an answer that was on its way when the window closed", async () => {
    const popup = await openPopup();
    if (popup) popup.closed = true;
    await clock.pass(700);
    answerFrom(frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await clock.pass(5000);
    expect(widget.signIn.state().kind).toBe("signed-in");
  });

  it("closes again where the SDK cannot be loaded", async () => {
    login.isLoadable = false;
    const popup = await openPopup();
    expect(widget.signIn.state()).toEqual(needed("unreachable"));
    expect(popup?.closed).toBe(true);
  });

  it("is not opened for an agent whom another widget has signed in meanwhile", async () => {
    const popup = await openPopup();
    answerFrom(frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    widget.signIn.openPopup();
    expect(frame.opened).toHaveLength(1);
    expect(widget.signIn.state().kind).toBe("signed-in");
  });

  it("makes way for a second one", async () => {
    const first = await openPopup();
    const second = await openPopup();
    expect([first?.closed, second?.closed]).toEqual([true, false]);
    answerFrom(frame, first, { search: `?code=c&state=${stateOf(first?.address)}` });
    await settled();
    expect(widget.signIn.state()).toEqual({ kind: "signing-in" });
    expect(login.exchanged).toEqual([]);
  });
});

describe("a message that is not the popup's answer", () => {
  it.each<[string, { origin?: string; source?: unknown }, object]>([
    ["of another origin", { origin: "https://widget.example.co" }, {}],
    ["of an origin that ours begins with", { origin: "https://widget.example" }, {}],
    ["of the opaque origin", { origin: "null" }, {}],
    ["of another window", { source: {} }, {}],
    ["of no window", { source: null }, {}],
    ["of another kind", {}, { type: "gc_auth_popup" }],
    ["without its members", {}, { search: 7 }],
  ])("%s is ignored", async (_, from, members) => {
    const popup = await openPopup();
    const answer = { search: `?code=c&state=${stateOf(popup?.address)}`, ...members };
    answerFrom(frame, popup, answer, from);
    await settled();
    expect(login.exchanged).toEqual([]);
    expect(popup?.closed).toBe(false);
    answerFrom(frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state().kind).toBe("signed-in");
  });

  it("with a foreign state is forged, and nothing is sent", async () => {
    const popup = await openPopup();
    answerFrom(frame, popup, { search: "?code=c&state=popup.AAAAAAAAAAAAAAAAAAAAAA" });
    await settled();
    expect(widget.signIn.state()).toEqual(needed("forged"));
    expect(login.exchanged).toEqual([]);
    expect(popup?.closed).toBe(true);
  });

  it("with a token where a code was asked for is forged", async () => {
    const popup = await openPopup();
    answerFrom(frame, popup, { hash: `#access_token=stolen&state=${stateOf(popup?.address)}` });
    await settled();
    expect(widget.signIn.state()).toEqual(needed("forged"));
  });
});

it("is told to go to the page of the widget and nowhere else", async () => {
  const popup = await openPopup();
  expect(new URL(popup?.address ?? "").searchParams.get("redirect_uri")).toBe(`${widgetOrigin}/`);
});
