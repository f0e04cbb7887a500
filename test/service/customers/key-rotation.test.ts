import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, email, phone, valueOf } from "./builders.ts";
import { startService, temporaryFolder, type ServiceUnderTest } from "./service-under-test.ts";

const [oldKey, newKey] = ["the secret until yesterday", "the secret since today"];
let folder: ReturnType<typeof temporaryFolder>;
const opened: ServiceUnderTest[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const service of opened.splice(0)) await service.close();
  folder.remove();
});

function start(...keys: readonly [string, ...string[]]): ServiceUnderTest {
  const service = startService({ file: folder.file, keys, process: `process ${opened.length}` });
  opened.push(service);
  return service;
}
const record = ({ customers, pipeline }: ServiceUnderTest, ...request: Parameters<typeof anInteraction>) =>
  valueOf(customers.recordInteraction(pipeline, anInteraction(...request)));
const lookup = (
  { customers, agent }: ServiceUnderTest,
  ...identifiers: Parameters<typeof anInteraction>[0][number][]
) => customers.lookup(agent, { identifiers });

describe("a new secret under the identifiers", () => {
  it("finds whoever was stored under the earlier one, and keeps them under the new one once they are met", async () => {
    const { customerId } = await record(start(oldKey), [phone(), email()]);
    const both = start(newKey, oldKey);
    expect(await lookup(both, phone())).toMatchObject({ customerId });
    await record(both, [phone()]);
    const alone = start(newKey);
    expect(await lookup(alone, phone())).toMatchObject({ customerId, interactionCount: 2 });
    expect(await lookup(alone, email())).toMatchObject({ status: "first_contact" });
  });

  it("is not seen by readers: identifiers keep their ids, and each is there once", async () => {
    const before = start(oldKey);
    const { customerId } = await record(before, [{ type: "channel", channel: "whatsapp", value: "94771234567" }]);
    const read = async () => (await valueOf(before.customers.read(before.agent, customerId ?? ""))).identifiers;
    const shown = await read();
    await record(start(newKey, oldKey), [phone(), { type: "channel", channel: "whatsapp", value: "94771234567" }]);
    await record(before, [phone()]);
    expect((await read()).map(({ id, type }) => [id, type])).toEqual(shown.map(({ id, type }) => [id, type]));
  });

  it("makes nobody twice while half of the writers still use the earlier one", async () => {
    const [before, since] = [start(oldKey), start(newKey, oldKey)];
    const people = Array.from({ length: 10 }, (_, index) => `+9477123456${index}`);
    const writes = people.flatMap((value) =>
      [before, since, before, since, since, before].map((writer) => () => record(writer, [phone(value)])),
    );
    const answers = await Promise.all(writes.map((write) => write()));
    expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(people.length);
    for (const value of people) {
      const found = await lookup(before, phone(value));
      expect(found).toMatchObject({ status: "returning_customer", interactionCount: 6, identifiers: [{}] });
      expect(await lookup(since, phone(value))).toEqual(found);
      await record(since, [phone(value)]);
      expect(await lookup(start(newKey), phone(value))).toMatchObject({ interactionCount: 7, identifiers: [{}] });
    }
  });

  it("takes an identifier away under both, whichever writer does it", async () => {
    const [before, since] = [start(oldKey), start(newKey, oldKey)];
    const { customerId } = await record(before, [phone(), email()]);
    await record(since, [phone(), email()]);
    const { identifiers } = await valueOf(before.customers.read(before.agent, customerId ?? ""));
    const phoneId = identifiers.find(({ type }) => type === "phone")?.id ?? "";
    await valueOf(before.customers.unlinkIdentifier(before.agent, customerId ?? "", phoneId, null));
    for (const service of [before, since]) {
      await record(service, [email(), phone()]);
      expect(await lookup(service, phone())).toMatchObject({ status: "first_contact" });
    }
  });

  it("brings nobody back who was erased, under whichever secret their late events come", async () => {
    const [before, since] = [start(oldKey), start(newKey, oldKey)];
    const { customerId } = await record(before, [phone()]);
    await record(since, [phone()]);
    await valueOf(since.customers.eraseByIdentifiers(since.agent, [phone()], false));
    expect(await before.customers.read(before.agent, customerId ?? "")).toMatchObject({ code: "erased" });
    for (const service of [before, since, start(newKey)]) {
      const late = anInteraction([phone()], { startTime: "2026-03-01T00:00:00Z" });
      expect(await service.customers.recordInteraction(service.pipeline, late)).toMatchObject({ code: "erased" });
    }
  });
});
