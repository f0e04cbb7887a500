import { describe, expect, it } from "vitest";
import { agentReplies } from "../http/fake-genesys.ts";
import { asAgent, asService, keys, startEdge, withJson } from "../http/harness.ts";

const canaries = {
  phone: "+94771234567",
  phoneInPieces: "+94 77 123 4567",
  email: "nimali.perera@example.com",
  name: "Nimali Perera-Canary",
  account: "ACC-0099-CANARY",
  note: "She was told her card ends in 4242",
  whatsapp: "whatsapp:94771234567",
  token: "agent-token-canary",
};

const interaction = {
  conversationId: "conv-1",
  channel: "whatsapp",
  startTime: "2026-11-20T10:15:00Z",
  durationSeconds: 1,
  resolutionStatus: "RESOLVED",
  intent: canaries.note,
  agentName: canaries.name,
  outcomeNotes: canaries.note,
};
const identifiers = [
  { type: "phone", value: canaries.phoneInPieces },
  { type: "email", value: canaries.email },
  { type: "channel", value: canaries.whatsapp, channel: "whatsapp" },
];

/** Requests that are right and wrong in every place that personal data could stand in. */
function requests(): [string, RequestInit][] {
  const all = asService(keys.all);
  const lookup = "/v1/contexts/lookup";
  const customer = "/v1/customers/C-1001";
  const inUrl = encodeURIComponent(canaries.phone);
  return [
    [lookup, withJson("POST", all, { identifiers })],
    [lookup, withJson("POST", all, { identifiers: [...identifiers, { type: canaries.email, value: canaries.phone }] })],
    [lookup, withJson("POST", all, { identifiers, [canaries.email]: 1, [canaries.phone]: 2 })],
    [lookup, withJson("POST", all, { identifiers: canaries.name })],
    [lookup, withJson("POST", all, { identifiers, conversationId: canaries.email })],
    [
      lookup,
      { method: "POST", headers: { ...all, "content-type": "application/json" }, body: `{"phone": ${canaries.phone}` },
    ],
    [lookup, { method: "POST", headers: { ...all, "content-type": canaries.email }, body: canaries.note }],
    [
      "/v1/interactions",
      withJson("POST", all, { identifiers, interaction, collectedData: { account: canaries.account } }),
    ],
    [
      "/v1/interactions",
      withJson("POST", all, { identifiers, interaction: { ...interaction, channel: canaries.name } }),
    ],
    [
      "/v1/interactions",
      withJson("POST", all, { identifiers, interaction, collectedData: { [canaries.email]: [canaries.account] } }),
    ],
    [`${customer}/collected-data`, withJson("PATCH", all, { [canaries.phone]: { deep: canaries.account } })],
    [`${customer}/active-issue`, withJson("PUT", all, { issue: canaries.note.repeat(20) })],
    [`${customer}/active-issue`, withJson("PUT", { ...all, "if-match": canaries.email }, { issue: canaries.note })],
    [`${customer}?phone=${inUrl}`, { headers: all }],
    [`${customer}/interactions?cursor=${inUrl}&${encodeURIComponent(canaries.email)}=1`, { headers: all }],
    [`/v1/customers/${inUrl}`, { headers: all }],
    [`/v1/${encodeURIComponent(canaries.email)}`, { headers: all }],
    [`/${encodeURIComponent(canaries.email)}?name=${encodeURIComponent(canaries.name)}`, {}],
    [`${customer}/identifiers`, withJson("POST", all, { type: "phone", value: canaries.phone, share: canaries.name })],
    [`${customer}/identifiers/${inUrl}`, { method: "DELETE", headers: all }],
    [`${customer}/merges?dryRun=${inUrl}`, withJson("POST", all, { from: canaries.email })],
    ["/v1/sessions/s-1", withJson("PUT", all, { channel: "sms", channelUserId: canaries.phone, data: canaries.note })],
    ["/v1/sessions/latest", withJson("POST", all, { channel: "sms", channelUserId: canaries.phone })],
    ["/v1/identities/resolve", withJson("POST", all, { channel: canaries.name, channelUserId: canaries.phone })],
    ["/v1/changes", withJson("POST", all, { customers: [{ customerId: canaries.email }] })],
    ["/v1/events/genesys", withJson("POST", all, { detail: { phone: canaries.phone } })],
    [customer, { headers: { ...all, "x-request-id": canaries.email, origin: "https://nimali.perera.example.com" } }],
    [customer, { headers: asAgent(canaries.token) }],
    [customer, { headers: asAgent(canaries.token, canaries.email) }],
    [customer, { headers: asService(canaries.token) }],
    [customer, { method: "DELETE", headers: asAgent(canaries.token) }],
    [customer, { method: "POST", headers: all }],
  ];
}

describe("personal data", () => {
  it("that callers send appears in no log line, metric, refusal or header", async () => {
    const edge = await startEdge();
    edge.genesys.tokens.set(canaries.token, agentReplies({ OAuthClient: { id: "another" } }));
    const told: string[] = [];
    const statuses = new Set<number>();
    const send = async (path: string, init: RequestInit) => {
      const response = await edge.send(path, init);
      statuses.add(response.status);
      told.push(JSON.stringify([...response.headers]));
      if (response.status >= 400) told.push(await response.text());
      else await response.arrayBuffer();
    };
    for (const [path, init] of requests()) {
      await send(path, init);
      edge.customers.next = () => Promise.reject(new Error(`broken for ${canaries.email} (${canaries.phone})`));
      await send(path, init);
      edge.customers.next = null;
    }
    told.push(...edge.logged, await (await edge.send("/metrics")).text());
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 201, 202, 204, 400, 401, 403, 404, 405, 415, 503]);
    expect(edge.logged.length).toBeGreaterThanOrEqual(2 * requests().length);
    const all = told.join("\n").toLowerCase();
    const forbidden = [
      ...Object.values(canaries),
      ...Object.values(canaries).map(encodeURIComponent),
      ...Object.values(keys),
      "771234567",
      "nimali",
      "perera",
      "acc-0099",
    ];
    for (const canary of forbidden) expect(all).not.toContain(canary.toLowerCase());
  });
});
