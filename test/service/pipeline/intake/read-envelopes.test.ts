import { describe, expect, it } from "vitest";
import { readEnvelopes } from "../../../../src/service/pipeline/intake/read-envelopes.ts";
import { conversationIdOf, envelopeOf, orgId } from "../genesys-shapes.ts";

const id = conversationIdOf(1);

describe("envelopes of Genesys Cloud", () => {
  it.each(["customer.end", "wrapup", "acw", "user.end", "attributes"])("are read for the topic %s", (topic) => {
    const read = readEnvelopes(orgId, [envelopeOf(topic, id)]);
    expect(read).toMatchObject({
      ok: true,
      value: { ignored: 0, events: [{ conversationId: id, topic, triggers: topic === "customer.end" }] },
    });
  });

  it.each([
    "v2.detail.events.conversation.{id}.customer.start",
    "v2.something.but.conversation.{id}.customer.end",
    "v2.conversations.{id}.transcription",
  ])("count %s as ignored, whatever its detail", (detailType) => {
    const envelope = { ...envelopeOf("customer.end", id), "detail-type": detailType, detail: "nothing readable" };
    expect(readEnvelopes(orgId, [envelope])).toEqual({ ok: true, value: { events: [], ignored: 1 } });
  });

  it("have their times as epoch milliseconds, as ISO 8601, or not at all", () => {
    const times = [1_649_237_504_949, "2022-04-06T09:31:44.949Z", "2022-04-06T11:31:44.949+02:00", null, undefined];
    const read = readEnvelopes(
      orgId,
      times.map((eventTime) => envelopeOf("wrapup", id, { eventTime })),
    );
    expect(read.ok && read.value.events.map(({ eventTime }) => eventTime)).toEqual([
      1_649_237_504_949, 1_649_237_504_949, 1_649_237_504_949, 0, 0,
    ]);
  });

  it("tolerate members that are new or missing", () => {
    const { detail, ...rest } = envelopeOf("customer.end", id, { utilizationLabel: {}, sessionId: undefined });
    expect(readEnvelopes(orgId, [{ ...rest, account: undefined, "replay-name": "x", detail }]).ok).toBe(true);
  });

  it("keep nothing of the customer but ids", () => {
    const read = readEnvelopes(orgId, [envelopeOf("customer.end", id, { ani: "tel:+12025550110", subject: "secret" })]);
    expect(JSON.stringify(read)).not.toMatch(/2025550110|secret/);
  });

  it.each([
    ["0", null],
    ["0", "text"],
    ["0.source", { ...envelopeOf("wrapup", id), source: "aws.ec2" }],
    ["0.detail-type", { ...envelopeOf("wrapup", id), "detail-type": 5 }],
    ["0.detail", { ...envelopeOf("wrapup", id), detail: undefined }],
    ["0.detail.eventBody", { ...envelopeOf("wrapup", id), detail: {} }],
    ["0.detail.eventBody.conversationId", envelopeOf("wrapup", id, { conversationId: undefined })],
    ["0.detail.eventBody.conversationId", envelopeOf("wrapup", id, { conversationId: "a/b" })],
    ["0.detail.eventBody.eventTime", envelopeOf("wrapup", id, { eventTime: "yesterday" })],
    ["0.detail.eventBody.eventTime", envelopeOf("wrapup", id, { eventTime: 1e300 })],
  ])("are refused with the path %s", (path, envelope) => {
    const read = readEnvelopes(orgId, [envelope]);
    expect(read).toMatchObject({ ok: false, code: "invalid_request" });
    expect(!read.ok && read.issues?.map((issue) => issue.path)).toEqual([path]);
  });

  it("are refused all together when one of them is malformed", () => {
    const read = readEnvelopes(orgId, [envelopeOf("wrapup", id), envelopeOf("wrapup", "")]);
    expect(read).toMatchObject({ ok: false, issues: [{ path: "1.detail.eventBody.conversationId" }] });
  });

  it.each(["00000000-0000-4000-8000-000000000009", "", `${orgId}x`])(
    "are forbidden when the organisation in the source is another (%s)",
    (other) => {
      const source = `aws.partner/genesys.com/cloud/${other}/journey`;
      const foreign = readEnvelopes(orgId, [envelopeOf("wrapup", id), { ...envelopeOf("wrapup", id), source }]);
      expect(foreign.ok).toBe(false);
      expect(!foreign.ok && foreign.code).toBe(other === "" ? "invalid_request" : "forbidden");
    },
  );

  it("are refused beyond a hundred", () => {
    const hundred = Array.from({ length: 100 }, () => envelopeOf("wrapup", id));
    expect(readEnvelopes(orgId, hundred).ok).toBe(true);
    expect(readEnvelopes(orgId, [...hundred, envelopeOf("wrapup", id)])).toMatchObject({ code: "invalid_request" });
  });
});
