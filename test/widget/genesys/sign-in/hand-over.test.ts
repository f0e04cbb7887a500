// @vitest-environment node
import { describe, expect, it } from "vitest";
import { handOverSignInAnswer, handOverType } from "../../../../src/widget/genesys/sign-in/hand-over.ts";
import { widgetOrigin } from "../fake-browser.ts";

const pageAt = (suffix: string, place: "popup" | "framed" | "alone") => {
  const posted: [unknown, unknown][] = [];
  const replaced: unknown[] = [];
  const location = new URL(`${widgetOrigin}/${suffix}`);
  const receiver = { postMessage: (message: unknown, origin: unknown) => posted.push([message, origin]) };
  const page = {
    location,
    opener: place === "popup" ? receiver : null,
    parent: {},
    closed: false,
    close: () => {
      page.closed = true;
    },
    history: { replaceState: (_state: unknown, _title: string, url: unknown) => replaced.push(url) },
  };
  page.parent = place === "framed" ? receiver : page;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- holds every member of Window that is touched.
  const isHandedOver = handOverSignInAnswer(page as unknown as Window);
  return { isHandedOver, posted, replaced, page };
};

describe("the page that a sign-in comes back to", () => {
  it("hands the popup's answer to its opener, to our own origin only, and closes", () => {
    const { isHandedOver, posted, replaced, page } = pageAt("?code=c&state=popup.x", "popup");
    expect(isHandedOver).toBe(true);
    expect(posted).toEqual([[{ type: handOverType, search: "?code=c&state=popup.x", hash: "" }, widgetOrigin]]);
    expect(replaced).toEqual(["/"]);
    expect(page.closed).toBe(true);
  });

  it("hands the hidden frame's answer to its parent", () => {
    const { isHandedOver, posted } = pageAt("#access_token=t&state=silent.x", "framed");
    expect(isHandedOver).toBe(true);
    expect(posted).toEqual([
      [{ type: handOverType, search: "", hash: "#access_token=t&state=silent.x" }, widgetOrigin],
    ]);
  });

  it("hands over that the agent declined", () => {
    expect(pageAt("?error=access_denied&state=popup.x", "popup").posted).toHaveLength(1);
  });

  it("stops even when the browser has cut it off from its opener", () => {
    const { isHandedOver, posted } = pageAt("?code=c&state=popup.x", "alone");
    expect([isHandedOver, posted]).toEqual([true, []]);
  });

  it.each(["", "?code=c&state=frame.x", "#access_token=t", "?code=c", "?gcConversationId=1&state=popup.x"])(
    "lets the widget start for %j",
    (suffix) => {
      expect(pageAt(suffix, "framed")).toMatchObject({ isHandedOver: false, posted: [], replaced: [] });
    },
  );
});
