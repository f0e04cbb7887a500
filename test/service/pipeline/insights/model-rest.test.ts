import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../../../src/service/pipeline/insights/language-model/language-model.ts";
import { organizationOf } from "../organizations.ts";
import { completionOf, reply, startFakeModel, type FakeModel } from "./fake-model.ts";

const told = {
  phrases: [{ speaker: "customer", text: "My April bill is wrong again." }],
  language: "en",
  endedAt: Date.parse("2026-05-04T10:07:00.000Z"),
} as const;
let server: FakeModel;
let model: LanguageModel;
let outcomes: string[];
let now: number;
let stop: AbortController;

beforeEach(async () => {
  server = await startFakeModel();
  outcomes = [];
  now = told.endedAt;
  stop = new AbortController();
  const { languageModel } = organizationOf({ languageModel: { baseUrl: server.baseUrl, model: "small" } });
  if (!languageModel) throw new Error("The organisation has no language model.");
  model = createLanguageModel({
    settings: languageModel,
    secret: null,
    fetch,
    now: () => now,
    signal: stop.signal,
    mostAtOnce: 2,
    count: (outcome) => outcomes.push(outcome),
  });
});
afterEach(() => server.close());

async function ask(times: number) {
  for (let asked = 0; asked < times; asked += 1) await model.summarise(told);
}

describe("a language model", () => {
  it("without a secret is asked without one", async () => {
    await ask(1);
    expect(outcomes).toEqual(["summarised"]);
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("that fails five times on end is left alone for a minute, then tried once", async () => {
    server.respond = (response) => reply(response, "", 500);
    await ask(7);
    expect(outcomes).toEqual([...Array<string>(5).fill("failing"), "resting", "resting"]);
    now += 60_000;
    await ask(2);
    expect(outcomes.slice(7)).toEqual(["failing", "resting"]);
    now += 60_000;
    server.respond = null;
    await ask(3);
    expect(outcomes.slice(9)).toEqual(["summarised", "summarised", "summarised"]);
    expect(server.requests).toHaveLength(9);
  });

  it("that talks nonsense is left alone like one that fails", async () => {
    server.respond = (response) => reply(response, completionOf("nonsense"));
    await ask(6);
    expect(outcomes).toEqual([...Array<string>(5).fill("unreadable"), "resting"]);
  });

  it("that asks for a pause gets it", async () => {
    server.respond = (response) => reply(response, "", 429, { "retry-after": "300" });
    await ask(1);
    server.respond = null;
    now += 299_000;
    await ask(1);
    now += 1000;
    await ask(1);
    expect(outcomes).toEqual(["limited", "resting", "summarised"]);
  });

  it("that is slow is asked by so many at once and no more", async () => {
    const waiting: ServerResponse[] = [];
    server.respond = (response) => waiting.push(response);
    const asked = [model.summarise(told), model.summarise(told)];
    expect(await model.summarise(told)).toBeNull();
    while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
    for (const response of waiting) reply(response, completionOf(JSON.stringify(server.answer)));
    expect(await Promise.all(asked)).toMatchObject([{ source: "llm" }, { source: "llm" }]);
    server.respond = null;
    await ask(1);
    expect(outcomes).toEqual(["busy", "summarised", "summarised", "summarised"]);
  });

  it("that is called off is not blamed for it", async () => {
    server.respond = () => stop.abort();
    for (let asked = 0; asked < 6; asked += 1) await model.summarise(told);
    expect(outcomes).toEqual(Array<string>(6).fill("unreachable"));
  });

  it("is told the same in the same words, and something else in others", () => {
    expect(model.questionOf({ ...told })).toBe(model.questionOf(told));
    expect(model.questionOf({ ...told, phrases: [] })).not.toBe(model.questionOf(told));
  });
});
