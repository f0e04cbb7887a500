import { createServer, type Server } from "node:http";
import { expect, test } from "@playwright/test";
import { openBrowser, type ThirdPartyStorage } from "./support/browser.ts";

/** These tests prove the ground the others stand on: that a frame of another site has the storage of real life. */
const page = `<!doctype html><script>
  const outcome = {};
  try { outcome.before = localStorage.getItem("mark"); localStorage.setItem("mark", location.search); outcome.storage = "allowed"; }
  catch (error) { outcome.storage = error.name; }
  document.title = JSON.stringify(outcome);
  parent.postMessage(outcome, "*");
</script>`;

async function serve(host: string, html: string): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return { origin: `http://${host}:${address.port}`, server };
}

async function storageOfFrame(mode: ThirdPartyStorage): Promise<unknown> {
  const framed = await serve("127.0.0.1", page);
  const outer = await serve(
    "localhost",
    `<!doctype html><script>onmessage = (event) => { document.title = JSON.stringify(event.data); };</script><iframe src="${framed.origin}/?framed"></iframe>`,
  );
  const browser = await openBrowser(mode);
  try {
    const tab = await browser.context.newPage();
    await tab.goto(`${framed.origin}/?first-party`);
    await tab.goto(outer.origin);
    await expect.poll(() => tab.title()).toContain("storage");
    return JSON.parse(await tab.title());
  } finally {
    await browser.close();
    framed.server.close();
    outer.server.close();
  }
}

test("a partitioned frame does not see what its origin stored first-party", async () => {
  expect(await storageOfFrame("partitioned")).toEqual({ before: null, storage: "allowed" });
});

test("a frame with third-party storage blocked is refused its storage", async () => {
  expect(await storageOfFrame("blocked")).toEqual({ storage: "SecurityError" });
});
