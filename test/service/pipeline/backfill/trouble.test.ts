import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { demoIds } from "../../../../src/desk/organization/directory.ts";
import { emptyTally, readIn } from "../../../../src/service/pipeline/backfill/tally.ts";
import {
  aConversation,
  createBench,
  day,
  pipelineSecret,
  startPastDesk,
  type Bench,
  type PastDesk,
} from "./harness.ts";

const details = "/api/v2/analytics/conversations/details/jobs";

/** Two days of so many calls of as many people. */
async function busyDays(callsADay: number): Promise<PastDesk> {
  const desk = await startPastDesk(2);
  for (let number = 0; number < 2 * callsADay; number += 1) {
    aConversation(desk, { customers: [{ address: `+94770${String(number).padStart(6, "0")}` }] });
    if ((number + 1) % callsADay === 0) desk.clock.advance(day - callsADay * 130_000);
  }
  return desk;
}

/** Stops after so many conversations have been seen. */
async function stoppedAfter(bench: Bench, conversations: number) {
  const stopping = new AbortController();
  return bench.run(
    {},
    {
      patience: { ...bench.deps.patience, stopping: stopping.signal },
      show: (view) => {
        if (view.conversations >= conversations) stopping.abort();
      },
    },
  );
}

describe("a backfill that is stopped", () => {
  it("goes on where it was, and reads no page twice that it had finished", async () => {
    const desk = await busyDays(110);
    const bench = createBench(desk.origin, desk.clock);
    const stopped = await stoppedAfter(bench, 110);
    expect(stopped).toMatchObject({ ending: "stopped", faults: [] });
    expect(readIn(stopped.tally)).toBeGreaterThanOrEqual(110);
    expect(readIn(stopped.tally)).toBeLessThan(220);
    const pages = bench.callsTo("/results");
    const rest = await bench.run();
    expect(rest).toMatchObject({ ending: "done", tally: { ...emptyTally, added: 220 } });
    expect(rest.daysKnown).toBeGreaterThan(0);
    expect(bench.callsTo("/results") - pages).toBeLessThan(pages + 4);
    // The day that was not over yet is asked for anew.
    expect(bench.calls.filter((one) => one === `POST ${details}`)).toHaveLength(rest.days + 1);
  });

  it("makes its job again when that has expired meanwhile, and writes nothing twice", async () => {
    const desk = await busyDays(110);
    const bench = createBench(desk.origin, desk.clock);
    const stopped = await stoppedAfter(bench, 100);
    const job = bench.calls.flatMap((one) => /jobs\/([^/]+)\/results/.exec(one)?.[1] ?? []).at(-1);
    const token = await pipelineToken(desk);
    await fetch(`${desk.origin}${details}/${job}`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
    expect(readIn(stopped.tally)).toBe(100);
    const rest = await bench.run();
    expect(rest).toMatchObject({ ending: "done" });
    // What started at the very moment at which the earlier job ended is taken again.
    expect(rest.tally).toEqual({ ...emptyTally, added: 220, unchanged: 1 });
  });

  it("begins anew when it is told to", async () => {
    const desk = await busyDays(5);
    const bench = createBench(desk.origin, desk.clock);
    await stoppedAfter(bench, 5);
    expect((await bench.run({ restart: true })).tally).toMatchObject({ added: 5, unchanged: 5 });
  });
});

async function pipelineToken(desk: PastDesk): Promise<string> {
  const answer = await fetch(`${desk.origin}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${demoIds.pipelineClient}:${pipelineSecret}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return z.parse(z.object({ access_token: z.string() }), await answer.json()).access_token;
}

describe("a job of Genesys Cloud", () => {
  it("that loses its results in the middle is made again, and the day goes on where it was", async () => {
    const desk = await busyDays(110);
    const bench = createBench(desk.origin, desk.clock);
    let isLost = false;
    const report = await bench.run(
      {},
      {
        show: ({ conversations }) => {
          if (conversations !== 100 || isLost) return;
          isLost = true;
          desk.control.setFault({ route: `GET ${details}/{id}/results`, status: 404, times: 1 });
        },
      },
    );
    expect(isLost).toBe(true);
    expect(report).toMatchObject({ ending: "done", tally: { ...emptyTally, added: 220, unchanged: 1 } });
    expect(bench.calls.filter((one) => one === `POST ${details}`)).toHaveLength(report.days + 1);
  });

  it("that fails is made again some times; then its day is named, the rest is given up, and the next run reads it", async () => {
    const desk = await busyDays(2);
    desk.control.changeSettings({ detailsJobs: "failing" });
    const bench = createBench(desk.origin, desk.clock);
    const failed = await bench.run();
    expect(failed).toMatchObject({ ending: "failed", daysRead: 0, tally: emptyTally });
    expect(failed.faults).toHaveLength(3);
    expect(failed.faults[0]).toMatch(
      /^2026-11-20 was not read: Genesys Cloud's job for it failed or expired 5 times\.$/,
    );
    desk.control.changeSettings({ detailsJobs: "ordinary" });
    expect(await bench.run()).toMatchObject({ ending: "done", tally: { ...emptyTally, added: 4 } });
  });

  it("that answers nonsense once, and cannot be made twice, is asked again", async () => {
    const desk = await busyDays(2);
    desk.control.setFault({ route: `GET ${details}/{id}/results`, body: "not-json", times: 1 });
    desk.control.setFault({ route: `POST ${details}`, status: 503, times: 2 });
    const bench = createBench(desk.origin, desk.clock);
    expect(await bench.run({ days: 3 })).toMatchObject({ ending: "done", tally: { added: 4 } });
  });
});

describe("a storm", () => {
  it("of 429 is waited out as Genesys Cloud asks, however long, and the budget of a minute is kept", async () => {
    const desk = await busyDays(5);
    const began = desk.clock.now();
    desk.control.changeSettings({ requestsPerMinute: 5 });
    desk.control.setFault({ route: `GET ${details}/{id}`, status: 429, retryAfterSeconds: 30, times: 20 });
    const bench = createBench(desk.origin, desk.clock);
    const report = await bench.run({ callsPerMinute: 10 });
    expect(report).toMatchObject({ ending: "done", tally: { added: 10 } });
    const minutes = (desk.clock.now() - began) / 60_000;
    expect(minutes).toBeGreaterThan(10);
    expect(bench.calls.length / minutes).toBeLessThan(10);
  });

  it("of 5xx ends the run after the organisation's tries, in words, and the next run goes on", async () => {
    const desk = await busyDays(5);
    desk.control.setFault({ route: `GET ${details}/{id}/results`, status: 503 });
    const bench = createBench(desk.origin, desk.clock);
    const failed = await bench.run();
    expect(failed).toMatchObject({ ending: "failed", tally: emptyTally });
    expect(failed.faults).toEqual([
      expect.stringMatching(/^2026-11-20 was not read: Genesys Cloud answered 503; it is asked again\.$/),
    ]);
    desk.control.clearFaults();
    expect(await bench.run()).toMatchObject({ ending: "done", tally: { added: 10 } });
  });

  it("of failing names costs no conversation: what cannot be finished is handed to the pipeline", async () => {
    const desk = await busyDays(2);
    desk.control.setFault({ route: "GET /api/v2/routing/queues/{id}", status: 503 });
    const bench = createBench(desk.origin, desk.clock);
    const report = await bench.run();
    expect(report.tally).toEqual({ ...emptyTally, handedOver: 4 });
    const { waiting } = await bench.inbox.backlog([bench.organization.id], desk.clock.now());
    expect(waiting).toBe(4);
  });
});

it("says so when the client may not read jobs", async () => {
  const desk = await busyDays(1);
  desk.control.setFault({ route: `POST ${details}`, status: 403 });
  const bench = createBench(desk.origin, desk.clock);
  expect(await bench.run()).toMatchObject({
    ending: "failed",
    faults: [expect.stringContaining("check the roles, divisions and scopes of the organisation's OAuth client")],
  });
});
