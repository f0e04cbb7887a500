// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeTab, widgetOrigin, type FakeTabOptions } from "../fake-browser.ts";
import { createFakeClock, settled, type FakeClock } from "../fake-clock.ts";
import {
  answerFrom,
  createFakeLogin,
  launch,
  launchAddress,
  startSignIn,
  stateOf,
  type FakeLogin,
} from "./fake-login.ts";

let clock: FakeClock;
let login: FakeLogin;

beforeEach(() => {
  clock = createFakeClock();
  login = createFakeLogin();
});

const tabOf = (options: Omit<FakeTabOptions, "clock"> = {}) => createFakeTab({ clock, ...options });
const signedIn = (accessToken: string) => ({ kind: "signed-in", session: expect.objectContaining({ accessToken }) });
const needed = (reason: string) => ({ kind: "agent-needed", reason });
const otherConversation = launchAddress.replace("cb01", "cb02");

describe.each<[string, Omit<FakeTabOptions, "clock">]>([
  ["with storage", {}],
  ["without storage and locks", { storage: "denied", locks: "denied" }],
  ["without storage, locks and channels", { storage: "denied", locks: "denied", channels: "denied" }],
])("signing in by redirecting the frame, %s", (_, options) => {
  it("completes by PKCE and puts the launch parameters back", async () => {
    const frame = tabOf(options).openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    expect(before.navigated).toHaveLength(1);
    const authorize = new URL(before.navigated[0] ?? "");
    expect(authorize.searchParams.get("redirect_uri")).toBe(`${widgetOrigin}/`);
    const state = stateOf(before.navigated[0]);
    expect(state).toMatch(/^frame\.[\w-]{22}$/u);

    frame.load(`${widgetOrigin}/?code=the-code&state=${state}`);
    const after = startSignIn(frame, { login });
    expect(frame.address()).toBe(launchAddress);
    await settled();
    expect(after.signIn.state()).toEqual(signedIn("token-of-code"));
    expect(login.exchanged).toEqual([
      {
        code: "the-code",
        codeVerifier: expect.stringMatching(/^[\w-]{86}$/u),
        redirectUri: `${widgetOrigin}/`,
      },
    ]);
    expect(frame.window.name).toBe("");
  });

  it("completes by the implicit grant, and the token is off the address at once", async () => {
    const frame = tabOf(options).openFrame(launchAddress);
    const before = startSignIn(frame, { login, grant: "implicit" });
    await clock.pass(200);
    frame.load(`${widgetOrigin}/#access_token=the-token&expires_in=3600&state=${stateOf(before.navigated[0])}`);
    const after = startSignIn(frame, { login, grant: "implicit" });
    expect(frame.address()).toBe(launchAddress);
    await settled();
    expect(after.signIn.state()).toEqual({
      kind: "signed-in",
      session: { accessToken: "the-token", expiresAt: clock.now() + 3_600_000 },
    });
    expect(login.exchanged).toEqual([]);
  });

  it("takes an answer once", async () => {
    const frame = tabOf(options).openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    const answer = `${widgetOrigin}/?code=the-code&state=${stateOf(before.navigated[0])}`;
    frame.load(answer);
    startSignIn(frame, { login });
    await settled();
    frame.load(answer);
    const again = startSignIn(frame, { login });
    await settled();
    expect(again.states).toEqual([needed("forged")]);
    expect(login.exchanged).toHaveLength(1);
  });

  it("offers the popup when the last sign-in of the frame never came back, once", async () => {
    const frame = tabOf(options).openFrame(launchAddress);
    startSignIn(frame, { login });
    await clock.pass(200);
    frame.load(launchAddress);
    const refused = startSignIn(frame, { login });
    await clock.pass(200);
    expect(refused.signIn.state()).toEqual(needed("frame-refused"));
    expect(refused.navigated).toEqual([]);
    await clock.pass(25_000);
    frame.load(launchAddress);
    const again = startSignIn(frame, { login });
    await clock.pass(3500);
    expect(again.navigated).toHaveLength(1);
  });
});

describe("an answer that nobody asked for", () => {
  it.each<[string, string]>([
    ["a token with a foreign state", "#access_token=stolen&expires_in=60&state=frame.AAAAAAAAAAAAAAAAAAAAAA"],
    ["a token without a state", "#access_token=stolen&expires_in=60"],
    ["a code with a foreign state", "?code=stolen&state=frame.AAAAAAAAAAAAAAAAAAAAAA"],
    ["a code beside launch parameters", `${launch}&code=stolen&state=x`],
    ["an error with a foreign state", "?error=access_denied&state=frame.AAAAAAAAAAAAAAAAAAAAAA"],
    ["a token with malformed escapes", "#access_token=%E0%A4%A&state=%"],
  ])("is named and nothing is sent: %s", async (_, suffix) => {
    const frame = tabOf().openFrame(`${widgetOrigin}/${suffix}`);
    const { signIn, navigated } = startSignIn(frame, { login });
    await clock.pass(30_000);
    expect(signIn.state()).toEqual(needed("forged"));
    expect([navigated, login.exchanged, login.calls]).toEqual([[], [], []]);
    expect(frame.address()).not.toMatch(/stolen|access_token|code=|error/u);
  });

  it("is not believed for a name that whoever framed us has given the frame", async () => {
    const frame = tabOf().openFrame(`${widgetOrigin}/?code=stolen&state=frame.known-to-the-attacker`);
    frame.window.name = `customer-journey ${JSON.stringify({
      attempt: {
        state: "frame.known-to-the-attacker",
        codeVerifier: "v",
        startedAt: clock.now(),
        clientId: "client-1",
        environment: "mypurecloud.ie",
        launch,
      },
      name: "",
    })}`;
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state()).toEqual(needed("forged"));
    expect(login.exchanged).toEqual([]);
  });

  it("is forged when it is of the grant that was not asked for", async () => {
    const frame = tabOf().openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    frame.load(`${widgetOrigin}/#access_token=stolen&state=${stateOf(before.navigated[0])}`);
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state()).toEqual(needed("forged"));
  });

  it.each([
    ["clientId", "client-2"],
    ["environment", "mypurecloud.de"],
  ])("is forged when another %s was asked for", async (member, value) => {
    const frame = tabOf().openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    const { sessionStorage } = frame.window;
    const key = `customer-journey attempt ${stateOf(before.navigated[0])}`;
    const attempt: unknown = JSON.parse(sessionStorage.getItem(key) ?? "");
    sessionStorage.setItem(key, JSON.stringify(Object.assign({}, attempt, { [member]: value })));
    frame.load(`${widgetOrigin}/?code=c&state=${stateOf(before.navigated[0])}`);
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state()).toEqual(needed("forged"));
    expect(login.exchanged).toEqual([]);
  });

  it("has expired after ten minutes", async () => {
    const frame = tabOf().openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(600_000);
    frame.load(`${widgetOrigin}/?code=late&state=${stateOf(before.navigated[0])}`);
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state().kind).toBe("agent-needed");
    expect(login.exchanged).toEqual([]);
  });
});

describe("an answer that is no sign-in", () => {
  it.each([
    ["access_denied", "denied"],
    ["unauthorized_client", "denied"],
    ["temporarily_unavailable", "unreachable"],
  ])("of %s is told apart", async (error, reason) => {
    const frame = tabOf().openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    frame.load(`${widgetOrigin}/?error=${error}&state=${stateOf(before.navigated[0])}`);
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state()).toEqual(needed(reason));
    expect(frame.address()).toBe(launchAddress);
  });

  it.each(["denied", "unreachable"] as const)("is %s where the code's exchange is", async (kind) => {
    const frame = tabOf().openFrame(launchAddress);
    const before = startSignIn(frame, { login });
    await clock.pass(200);
    login.exchange = { kind };
    frame.load(`${widgetOrigin}/?code=c&state=${stateOf(before.navigated[0])}`);
    const { signIn } = startSignIn(frame, { login });
    await settled();
    expect(signIn.state()).toEqual(needed(kind));
  });

  it("is unreachable where the SDK cannot be loaded, and the next launch tries the frame again", async () => {
    const frame = tabOf().openFrame(launchAddress);
    login.isLoadable = false;
    const first = startSignIn(frame, { login });
    await clock.pass(200);
    expect(first.signIn.state()).toEqual(needed("unreachable"));
    login.isLoadable = true;
    frame.load(launchAddress);
    const second = startSignIn(frame, { login });
    await clock.pass(200);
    expect(second.navigated).toHaveLength(1);
  });
});

const openTen = (tab: ReturnType<typeof tabOf>) =>
  Array.from({ length: 10 }, (_unused, index) => {
    const frame = tab.openFrame(launchAddress.replace("cb01", `cb1${index}`));
    return { frame, ...startSignIn(frame, { login }) };
  });

describe.each<[string, Omit<FakeTabOptions, "clock">]>([
  ["with storage", {}],
  ["with storage but without locks", { locks: "absent" }],
  ["without storage and locks", { storage: "denied", locks: "denied" }],
])("ten widgets of one agent, %s", (_, options) => {
  it("send one to the login host, and all have what it brings", async () => {
    const tab = tabOf(options);
    const widgets = openTen(tab);
    await clock.pass(2000);
    const away = widgets.filter(({ navigated }) => navigated.length > 0);
    expect(away).toHaveLength(1);
    const [one] = away;
    if (!one) return;
    one.frame.load(`${widgetOrigin}/?code=c&state=${stateOf(one.navigated[0])}`);
    const returned = startSignIn(one.frame, { login });
    await settled();
    const others = widgets.filter(({ frame }) => frame !== one.frame);
    for (const { signIn } of [returned, ...others]) expect(signIn.state()).toEqual(signedIn("token-of-code"));
    expect(login.exchanged).toHaveLength(1);
  });

  it("offer the popup when the one that went away is not back in time", async () => {
    const widgets = openTen(tabOf(options));
    await clock.pass(2000);
    for (const { frame, navigated } of widgets) if (navigated.length > 0) frame.close();
    await clock.pass(25_000);
    const waiting = widgets.filter(({ navigated }) => navigated.length === 0);
    expect(waiting).toHaveLength(9);
    for (const { signIn } of waiting) expect(signIn.state()).toEqual(needed("popup-required"));
  });

  it("have an eleventh signed in without the login host", async () => {
    const tab = tabOf(options);
    const first = tab.openFrame(launchAddress);
    startSignIn(first, { login });
    await clock.pass(200);
    first.load(launchAddress);
    startSignIn(first, { login }).signIn.openPopup();
    await settled();
    const popup = first.opened[0];
    answerFrom(first, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    const later = startSignIn(tab.openFrame(otherConversation), { login });
    await clock.pass(200);
    expect(later.signIn.state()).toEqual(signedIn("token-of-code"));
    expect(later.navigated).toEqual([]);
  });

  it("are told once of a session, however many of them answer who asks", async () => {
    const tab = tabOf(options);
    const [one, ...others] = openTen(tab);
    await clock.pass(2000);
    one?.signIn.openPopup();
    await settled();
    const popup = one?.frame.opened[0];
    if (one) answerFrom(one.frame, popup, { search: `?code=c&state=${stateOf(popup?.address)}` });
    await settled();
    startSignIn(tab.openFrame(otherConversation), { login });
    await clock.pass(500);
    for (const { states } of others) expect(states).toEqual([{ kind: "signing-in" }, signedIn("token-of-code")]);
  });
});

describe("the token", () => {
  it("that the tab's storage holds counts at once", () => {
    const tab = tabOf();
    const first = tab.openFrame(launchAddress);
    first.widgets.storage?.write("session", JSON.stringify({ accessToken: "stored", expiresAt: clock.now() + 60_000 }));
    const { states } = startSignIn(tab.openFrame(otherConversation), { login });
    expect(states).toEqual([signedIn("stored")]);
    expect(login.calls).toEqual([]);
  });

  it.each(["", "{", "null", '{"accessToken":""}', '{"accessToken":7,"expiresAt":null}'])(
    "is not taken from a storage that holds %j",
    async (text) => {
      const frame = tabOf().openFrame(launchAddress);
      frame.widgets.storage?.write("session", text);
      const { navigated } = startSignIn(frame, { login });
      await clock.pass(200);
      expect(navigated).toHaveLength(1);
    },
  );

  it("of another client or another tab is not taken", async () => {
    const frame = tabOf().openFrame(launchAddress);
    frame.window.sessionStorage.setItem(
      "customer-journey client-2@mypurecloud.ie session",
      JSON.stringify({ accessToken: "others", expiresAt: null }),
    );
    const { navigated } = startSignIn(frame, { login });
    await clock.pass(200);
    expect(navigated).toHaveLength(1);
  });

  it("that is over is not taken", async () => {
    const frame = tabOf().openFrame(launchAddress);
    frame.widgets.storage?.write("session", JSON.stringify({ accessToken: "old", expiresAt: clock.now() }));
    const { navigated } = startSignIn(frame, { login });
    await clock.pass(200);
    expect(navigated).toHaveLength(1);
  });
});
