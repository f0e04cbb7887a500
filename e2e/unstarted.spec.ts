import { once } from "node:events";
import { createServer } from "node:http";
import { freePort } from "../src/desk/installation/free-port.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const cause = "Customer Journey could not start.";

test("a frame whose sandbox withholds the origin says what it needs, with neither script nor style sheet", async ({
  installation,
  page,
  watch,
}) => {
  watch.expect(/blocked by CORS policy|net::ERR_FAILED|was preloaded using link preload/u);
  const html = `<iframe sandbox="allow-scripts" width="320" height="200" src="${installation.widgetOrigin}/"></iframe>`;
  const host = createServer((_, response) => void response.setHeader("content-type", "text/html").end(html));
  const port = await freePort();
  await once(host.listen(port, "127.0.0.1"), "listening");
  await page.goto(`http://localhost:${String(port)}/`);
  const frame = page.locator("iframe").contentFrame();
  await expect(frame.getByText(cause)).toBeVisible();
  await expect(frame.getByText("needs allow-scripts and allow-same-origin.")).toBeVisible();
  host.close();
});

test("a widget whose code does not arrive is not left blank", async ({ desk, desktop, installation, page, watch }) => {
  const code = (url: URL) => url.origin === installation.widgetOrigin && /^\/assets\/index-.*\.js$/u.test(url.pathname);
  watch.expect(/net::ERR_FAILED|was preloaded using link preload/u);
  await page.route(code, (route) => route.abort());
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.text(cause)).toBeVisible();
  await page.unroute(code);
  await desktop.reloadWidget();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.text(cause)).toHaveCount(0);
});

test("a popup that has brought a sign-in back and cannot close is not taken for one", async ({
  installation,
  page,
  watch,
}) => {
  watch.expect(/Scripts may close only the windows|favicon\.ico/u);
  await page.goto(`${installation.widgetOrigin}/?code=a&state=popup.a`);
  // Its address is without the answer once the widget's code has run.
  await expect(page).toHaveURL(`${installation.widgetOrigin}/`);
  await expect(page.getByText(cause)).toHaveCount(0);
});
