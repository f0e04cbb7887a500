import { describe, expect, it } from "vitest";
import { snapshot } from "../../../src/desk/control/snapshot.ts";
import { read, type TestDesk, testDesk } from "../support/test-desk.ts";

function send(desk: TestDesk, path: string, body: unknown, type = "application/json"): Promise<Response> {
  return fetch(`${desk.origin}/desk/${path}`, {
    method: "POST",
    headers: { "Content-Type": type },
    body: JSON.stringify(body),
  });
}

const whatsapp = { medium: "whatsapp", name: "Nimali Perera", customers: [{ address: "94771234567" }] };

describe("the control API", () => {
  it("plays an interaction that the state then shows", async () => {
    const desk = await testDesk();
    const created = await send(desk, "interactions", whatsapp);
    expect(created.status).toBe(201);
    const id = read(await created.json(), "id");
    for (const [verb, body] of [
      ["answer", {}],
      ["hold", {}],
      ["resume", {}],
      ["attributes", { attributes: { customerId: "C-1001" } }],
      ["customers", { address: "94712223334" }],
      ["end", {}],
      ["wrap-up", { code: "Billing dispute", notes: "told ETA" }],
    ] as const) {
      const { status } = await send(desk, `interactions/${id}/${verb}`, body);
      expect({ verb, status }).toEqual({ verb, status: 204 });
    }
    const state = snapshot.parse(await (await fetch(`${desk.origin}/desk/state`)).json());
    expect(state.interactions).toMatchObject([
      {
        id,
        name: "Nimali Perera",
        state: "ended",
        over: true,
        queueName: "Billing",
        wrapUp: { codeName: "Billing dispute", notes: "told ETA" },
      },
    ]);
    expect(state.interactions[0]?.participants[0]?.attributes).toEqual({ customerId: "C-1001" });
  });

  it("streams the whole state at once and after every change", async () => {
    const desk = await testDesk();
    const stream = await fetch(`${desk.origin}/desk/stream`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () =>
      snapshot.parse(JSON.parse(/data: (.*)/.exec((await reader?.read())?.value ?? "")?.[1] ?? ""));
    expect((await next()).interactions).toHaveLength(0);
    desk.control.start({ medium: "sms", customers: [{ address: "+94771234567" }] });
    desk.control.start({ medium: "sms", customers: [{ address: "+94771234567" }] });
    desk.clock.advance(10);
    expect((await next()).interactions).toHaveLength(2);
    await reader?.cancel();
  });

  it("says what is wrong with a request, what is not there and what cannot be now", async () => {
    const desk = await testDesk();
    const malformed = await send(desk, "interactions", { medium: "pigeon", customers: [] });
    expect(malformed.status).toBe(400);
    expect(read(await malformed.json(), "detail")).toContain("medium");
    expect((await send(desk, "interactions", { ...whatsapp, surprise: 1 })).status).toBe(400);
    expect((await send(desk, "interactions/nowhere/answer", {})).status).toBe(404);
    const { id } = desk.control.start({ medium: "sms", customers: [{}] });
    const early = await send(desk, `interactions/${id}/wrap-up`, { code: "Billing dispute" });
    expect(early.status).toBe(409);
    expect(await early.json()).toEqual({ detail: "Answer the interaction before wrapping it up." });
  });

  it("is out of reach of another site's forms", async () => {
    const desk = await testDesk();
    expect((await send(desk, "interactions", whatsapp, "text/plain")).status).toBe(415);
    const preflight = await fetch(`${desk.origin}/desk/interactions`, {
      method: "OPTIONS",
      headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("changes settings one by one and refuses ones that do not exist", async () => {
    const desk = await testDesk();
    const patch = (body: unknown) =>
      fetch(`${desk.origin}/desk/settings`, {
        method: "PATCH",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    expect(await (await patch({ loginRefusesFraming: true })).json()).toMatchObject({
      loginRefusesFraming: true,
      askConsent: "never",
    });
    expect((await patch({ gravity: false })).status).toBe(400);
  });
});

describe("the desktop's page", () => {
  it("sends a browser on 127.0.0.1 to localhost, so that the widget is of another site", async () => {
    const desk = await testDesk();
    const response = await fetch(`http://127.0.0.1:${String(desk.port)}/`, { redirect: "manual" });
    expect(response.headers.get("location")).toBe(`${desk.origin}/`);
  });

  it("says what to do when it is not built", async () => {
    const desk = await testDesk();
    const response = await fetch(`${desk.origin}/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("npm run build");
  });

  it("serves nothing outside its folder", async () => {
    const desk = await testDesk({ pageFolder: "/usr/share" });
    for (const path of ["/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/hosts.html", "/assets/none.js"]) {
      expect((await fetch(desk.origin + path)).status).toBe(404);
    }
  });
});
