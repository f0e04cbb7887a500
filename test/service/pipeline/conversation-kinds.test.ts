import process from "node:process";
import { expect, it } from "vitest";
import type { InteractionRequest } from "../../../src/contract/writes.ts";
import { conversationIdOf, escalationQueueId } from "./genesys-shapes.ts";
import { startHarness } from "./harness.ts";
import { kinds, type Row } from "./conversation-kinds.ts";

/** With `KINDS_TABLE=1` the table is printed. */
const isPrinted = process.env["KINDS_TABLE"] === "1";

const kindOf = (id: string) => kinds[Number(id.slice(-12)) - 1];

function rowOf({ identifiers, interaction }: InteractionRequest): Row {
  const { channel, direction, startTime, durationSeconds, resolutionStatus } = interaction;
  const [date = "", time = ""] = startTime.split(/[T.]/);
  const start = date === "2026-05-04" ? time : `${date} ${time}`;
  const wrapUpCode = interaction.wrapUpCode === "Billing dispute" ? null : interaction.wrapUpCode;
  return [
    identifiers.map(({ type, value }) => `${type} ${value}`).join(", "),
    `${channel} ${direction ?? "?"}`,
    `${start} ${durationSeconds}`,
    [interaction.agentName, interaction.queueName, wrapUpCode].filter((one) => one != null).join(", "),
    interaction.intent ?? "",
    resolutionStatus,
  ];
}

it("makes of every kind of conversation what was expected, through the whole pipeline", async () => {
  const harness = await startHarness({ escalationQueues: [escalationQueueId] });
  harness.genesys.detail = (id) => ({ status: 200, body: kindOf(id)?.detail(id) });
  harness.genesys.conversation = (id) => {
    const attributes = kindOf(id)?.attributes;
    if (attributes === undefined) return { status: 404 };
    return { status: 200, body: { id, participants: [{ id: "p-customer", purpose: "customer", attributes }] } };
  };
  for (const [index] of kinds.entries()) await harness.accept("customer.end", conversationIdOf(index + 1));
  await harness.after(60);

  const requests = harness.recorder.requests;
  const found = kinds.map(({ name }, index) => {
    const id = conversationIdOf(index + 1);
    return { name, rows: requests.filter(({ interaction }) => interaction.conversationId === id).map(rowOf) };
  });
  const expected = kinds.map(({ name, expected: rows }) => ({ name, rows: typeof rows === "string" ? [] : rows }));
  if (isPrinted) process.stdout.write(toTable(found));
  expect(found).toEqual(expected);
  const nobodys = kinds.flatMap(({ expected: reason }) => (typeof reason === "string" ? [reason] : []));
  const outcomes = harness.outcomes.filter((one) => one !== "recorded");
  expect(new Map(counted(outcomes))).toEqual(new Map(counted(nobodys)));
  await harness.close();
});

function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  return [...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]);
}

function toTable(found: readonly { readonly name: string; readonly rows: readonly Row[] }[]): string {
  const head = ["kind", "goes to", "medium", "start, seconds", "handled by", "about", "resolution"];
  const cells = found.flatMap(({ name, rows }, index) => {
    const reason = kinds[index]?.expected;
    if (rows.length === 0) return [[name, `nobody: ${String(reason)}`, "", "", "", "", ""]];
    return rows.map((row) => [name, ...row]);
  });
  const lines = [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |`);
  return `\n${lines.join("\n")}\n`;
}
