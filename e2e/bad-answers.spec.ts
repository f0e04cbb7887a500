import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const conversation = "GET /api/v2/conversations/{id}";
const lookup = "**/v1/contexts/lookup";

test("a conversation that Genesys Cloud does not know is said, and found once it does", async ({
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 404 .*\/api\/v2\/conversations\//u);
  desk.setFault({ route: conversation, status: 404 });
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("This conversation was not found");
  desk.clearFaults();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("a conversation that the agent may not see names the permission", async ({ desk, desktop, watch }) => {
  watch.expect(/status of 403 .*\/api\/v2\/conversations\//u);
  desk.setFault({ route: conversation, status: 403 });
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("You may not see this conversation");
  await expect(
    desktop.panel.text("Admin: give the agent the permission Conversation > Communication > View."),
  ).toBeVisible();
});

test("a conversation that is not the agent's yet is shown once it is, by itself", async ({ desk, desktop, watch }) => {
  watch.expect(/status of 403 .*\/api\/v2\/conversations\//u);
  desk.setFault({ route: conversation, status: 403 });
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("You may not see this conversation");
  desk.clearFaults();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

for (const body of ["not-json", "empty-object"] as const) {
  test(`an answer of Genesys Cloud that is ${body} is said, and the next one is used by itself`, async ({
    desk,
    desktop,
  }) => {
    desk.setFault({ route: conversation, body });
    desk.start(contactOf("nimali", "voice"));
    await desktop.open();
    await expect(desktop.panel.heading).toHaveText("Genesys Cloud gave an unreadable answer");
    desk.clearFaults();
    await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  });
}

test("Genesys Cloud that hangs up is said, and the widget comes back by itself", async ({ desk, desktop, watch }) => {
  watch.expect(/net::ERR_.*\/api\/v2\/conversations\//u);
  desk.setFault({ route: conversation, hangUp: true });
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Genesys Cloud does not answer");
  desk.clearFaults();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("the rate limit of Genesys Cloud is counted down, and the agent need not wait", async ({
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 429/u);
  desk.setFault({ route: conversation, status: 429, retryAfterSeconds: 55 });
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Too many requests just now");
  await expect(desktop.panel.text(/^Trying again in [45]\d/u)).toBeVisible();
  desk.clearFaults();
  await desktop.panel.button("Retry").click();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("the rate limit of the service is waited for as long as it asks", async ({ context, desk, desktop, watch }) => {
  watch.expect(/status of 429/u);
  await context.route(lookup, (route) =>
    route.fulfill({
      status: 429,
      headers: { "retry-after": "5" },
      contentType: "application/problem+json",
      body: JSON.stringify({ title: "Too many requests", status: 429, code: "rate_limited" }),
    }),
  );
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("Too many requests just now");
  await context.unroute(lookup);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

for (const [what, answer] of Object.entries({
  "a web page": { contentType: "text/html", body: "<!doctype html><title>Bad gateway</title>" },
  "no journey": { contentType: "application/json", body: JSON.stringify({ status: "returning_customer" }) },
  "no JSON": { contentType: "application/json", body: '{"status":' },
})) {
  test(`an answer of the service that is ${what} is said, and the next one is used by itself`, async ({
    context,
    desk,
    desktop,
  }) => {
    await context.route(lookup, (route) => route.fulfill({ status: 200, ...answer }));
    desk.start(contactOf("nimali", "voice"));
    await desktop.open();
    await expect(desktop.panel.heading).toHaveText("The context service gave an unreadable answer");
    await context.unroute(lookup);
    await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  });
}

test("a service that refuses the agent's account names what an admin checks", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 403/u);
  await context.route(lookup, (route) =>
    route.fulfill({
      status: 403,
      contentType: "application/problem+json",
      body: JSON.stringify({ title: "Forbidden", status: 403, code: "forbidden" }),
    }),
  );
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("You may not see customer journeys");
});

test("what customers wrote is shown as text, whatever it looks like", async ({ desk, desktop, installation }) => {
  const hostile = `<img src=x onerror="document.title='owned'"><script>alert(1)</script>`;
  await installation.seed([
    {
      identifiers: [{ type: "phone", value: "+94770001234" }],
      interaction: {
        conversationId: "seeded-by-test",
        channel: "chat",
        startTime: "2026-10-02T09:00:00Z",
        durationSeconds: 60,
        resolutionStatus: "UNRESOLVED",
        intent: hostile,
        outcomeNotes: `${hostile} [a](javascript:alert(1))`,
      },
      collectedData: { customerName: hostile, accountNumber: hostile },
    },
  ]);
  desk.start(contactOf("unknown", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toContainText("<img src=x onerror=");
  await expect(desktop.panel.recent.first()).toContainText("<script>alert(1)</script>");
  await expect(desktop.panel.root.locator("img, script:not([src])")).toHaveCount(0);
});

test.describe("a wrong config.json", () => {
  test.use({ customers: "none" });

  for (const [what, { answer, title, sentence }] of Object.entries({
    "is missing": {
      answer: { status: 404, contentType: "text/plain", body: "Not found" },
      title: "Its config.json is not there. Admin: deploy config.json beside index.html.",
      sentence: "/config.json could not be read: the server answered 404. Put it beside index.html.",
    },
    "is a web page": {
      answer: { status: 200, contentType: "text/html", body: "<!doctype html><title>Widget</title>" },
      title: "Its config.json is not valid JSON. Admin: correct the file and reload.",
      sentence: /answered with a web page/u,
    },
    "is not JSON": {
      answer: { status: 200, contentType: "application/json", body: '{ "oauth": { "clientId": "x", } }' },
      title: "Its config.json is not valid JSON. Admin: correct the file and reload.",
      sentence: /check it for missing quotes, trailing commas and comments/u,
    },
    "is invalid": {
      answer: {
        status: 200,
        contentType: "application/json",
        body: JSON.stringify({ oauth: { clientID: "x" }, uicApi: { baseUrl: "" }, genesys: { environments: [] } }),
      },
      title: "Its config.json has faults. Admin: correct these and reload.",
      sentence: "oauth.clientId is missing.",
    },
  })) {
    test(`that ${what} is said in words an admin can act on`, async ({ context, desk, desktop, watch }) => {
      if (answer.status === 404) watch.expect(/status of 404 .*\/config\.json/u);
      await context.route("**/config.json", (route) => route.fulfill(answer));
      desk.start(contactOf("unknown", "voice"));
      await desktop.open();
      await expect(desktop.panel.heading).toHaveText("The widget is not set up yet");
      await expect(desktop.panel.text(title)).toBeVisible();
      await expect(desktop.panel.text(sentence)).toBeVisible();
      expect(watch.addresses().filter((address) => address.includes("/oauth/"))).toEqual([]);
      await context.unroute("**/config.json");
      await desktop.panel.button("Retry").click();
      await expect(desktop.panel.title("First Contact")).toBeVisible();
    });
  }
});
