import type { Page } from "@playwright/test";
import { panelPage } from "./pages/panel.ts";
import type { Watch } from "./support/watch.ts";
import { expect, test } from "./support/test.ts";

test.use({ customers: "none" });

const conversation = "6a0f0e0c-8f2e-4c5c-9d4c-2b7f4f9a1c11";
const hosts = [
  "https://apps.evil.example",
  "https://apps.mypurecloud.ie.evil.example",
  "https://evil.example/apps.mypurecloud.ie",
  "https://apps.mypurecloud.ie@evil",
  "https://apps.mypurecloud.ie:8443",
  "https://APPS.mypurecloud.ie",
  "http://apps.mypurecloud.ie",
  "http://localhost.evil.example",
  "http://localhost:4010.evil.example",
  "https://localhost:4010",
  "https://apps.mypurecloud.de",
  "javascript:alert(1)",
  "data:text/html,hello",
  "null",
  "*",
];

interface Frame {
  readonly page: Page;
  readonly watch: Watch;
  readonly widgetOrigin: string;
}

/** Frames the widget as a page that wants something from it would, and proves that it refuses and stays silent. */
async function expectRefusal({ page, watch, widgetOrigin }: Frame, query: string, sentence: RegExp): Promise<void> {
  watch.forgetAddresses();
  await page.evaluate((src) => {
    for (const before of document.querySelectorAll("iframe")) before.remove();
    const frame = document.createElement("iframe");
    frame.src = src;
    frame.title = "Framed";
    document.body.append(frame);
  }, `${widgetOrigin}/?${query}`);
  const panel = panelPage(page.getByTitle("Framed").contentFrame());
  await expect(panel.heading).toHaveText("This page was opened with an address it does not trust");
  await expect(panel.text(sentence).last()).toBeVisible();
  const own = [
    new RegExp(`^${widgetOrigin}/(?:\\?[^/]*|assets/[\\w.-]+|config\\.json)$`, "u"),
    // The framing page's.
    /^http:\/\/localhost:\d+\/(?:desk\/stream|assets\/[\w.-]+)$/u,
  ];
  expect(watch.addresses().filter((address) => !own.some((pattern) => pattern.test(address)))).toEqual([]);
}

/** What the framing page hears from whatever it frames. */
async function listen(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    window.addEventListener("message", ({ data }) => heard.push(data));
  });
  return () => page.evaluate(() => Reflect.get(window, "heard"));
}

function launch(changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams({
    gcHostOrigin: "https://apps.mypurecloud.ie",
    gcTargetEnv: "prod-euw1",
    gcLangTag: "en-us",
    gcConversationId: conversation,
    gcUsePopupAuth: "false",
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return query.toString();
}

test("a host that is not Genesys Cloud's is refused, and nothing is sent", async ({ desktop, installation, watch }) => {
  await desktop.open();
  const heard = await listen(desktop.page);
  const frame = { page: desktop.page, watch, widgetOrigin: installation.widgetOrigin };
  for (const gcHostOrigin of hosts) {
    await test.step(gcHostOrigin, () => expectRefusal(frame, launch({ gcHostOrigin }), /gcHostOrigin/u));
  }
  expect(await heard()).toEqual([]);
});

test("an environment that this installation does not serve is refused, and nothing is sent", async ({
  desktop,
  installation,
  watch,
}) => {
  await desktop.open();
  const heard = await listen(desktop.page);
  const frame = { page: desktop.page, watch, widgetOrigin: installation.widgetOrigin };
  for (const gcTargetEnv of ["prod", "prod-euc1", "evil.example", "../prod-euw1", "constructor"]) {
    await test.step(gcTargetEnv, () => expectRefusal(frame, launch({ gcTargetEnv }), /gcTargetEnv/u));
  }
  await expectRefusal(frame, launch({ pcEnvironment: "mypurecloud.de" }), /pcEnvironment contradicts/u);
  expect(await heard()).toEqual([]);
});

test("what is no conversation, said twice or left out is refused, and nothing is sent", async ({
  desktop,
  installation,
  watch,
}) => {
  await desktop.open();
  const heard = await listen(desktop.page);
  const frame = { page: desktop.page, watch, widgetOrigin: installation.widgetOrigin };
  for (const id of ["1", `${conversation}/../../users/me`, "{{gcConversationId}}", "<script>alert(1)</script>"]) {
    await test.step(id, () =>
      expectRefusal(frame, launch({ gcConversationId: id }), /gcConversationId .* is not in the form/u),
    );
  }
  for (const missing of ["gcHostOrigin", "gcTargetEnv", "gcConversationId"]) {
    await test.step(`without ${missing}`, () =>
      expectRefusal(frame, launch({ [missing]: null }), new RegExp(`The parameter ${missing} is missing`, "u")));
  }
  const twice = `${launch({})}&gcHostOrigin=${encodeURIComponent("https://evil.example")}`;
  await expectRefusal(frame, twice, /gcHostOrigin contradicts/u);
  expect(await heard()).toEqual([]);
});

test("the older names of the parameters launch it as well", async ({ desk, desktop, installation }) => {
  const { id } = desk.start({ medium: "voice", customers: [{ address: "+94770001234" }] });
  await desktop.open();
  await expect(desktop.panel.title("First Contact")).toBeVisible();
  const src = new URL(installation.widgetOrigin);
  src.search = new URLSearchParams({
    gcHostOrigin: installation.desk.origin,
    pcEnvironment: "mypurecloud.ie",
    pcLangTag: "en-us",
    pcConversationId: id,
  }).toString();
  await desktop.frame.evaluate((frame: HTMLIFrameElement, address) => {
    frame.src = address;
  }, src.href);
  await expect(desktop.panel.title("First Contact")).toBeVisible();
});
