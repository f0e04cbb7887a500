import { describe, expect, it } from "vitest";
import { reach } from "../../../src/admin/doctor/reach.ts";

function ends(code: string): Promise<unknown> {
  const cause = Object.assign(new Error("the cause"), { code });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  return reach({ fetch, now: () => 0 }, "https://journey.example.com/healthz");
}

describe("an address that does not answer", () => {
  it.each([
    ["ECONNREFUSED", "Nothing listens at journey.example.com"],
    ["ENOTFOUND", "The name journey.example.com is not known here"],
    ["CERT_HAS_EXPIRED", "has expired: renew it"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "is not of an authority that browsers trust"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "install one with its chain"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "is for another name than journey.example.com"],
    ["ETIMEDOUT", "look at the firewall"],
    ["EPROTO", "cannot be reached (EPROTO)"],
  ])("with %s says %s", async (code, words) => {
    expect(await ends(code)).toEqual({ ok: false, next: expect.stringContaining(words) as unknown });
  });
});

describe("an address that answers", () => {
  it("is read halfway between question and answer, and is not followed elsewhere", async () => {
    const clock = { now: 1000 };
    const asked: RequestInit[] = [];
    const fetch = async (_: unknown, init: RequestInit = {}) => {
      asked.push(init);
      clock.now += 500;
      return new Response("not JSON", { status: 302 });
    };
    const reached = await reach({ fetch, now: () => clock.now }, "https://journey.example.com/");
    expect(reached).toMatchObject({ ok: true, status: 302, body: undefined, at: 1250 });
    expect(asked).toMatchObject([{ redirect: "manual" }]);
  });
});
