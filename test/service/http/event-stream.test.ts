import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StreamedEvent } from "../../../src/service/http/event-stream.ts";
import { eventStream } from "../../../src/service/http/event-stream.ts";

const heartbeat = 15_000;

/** A stream over events that the test hands in one by one. */
function openStream(options: { readonly isAllowed?: () => Promise<boolean> } = {}) {
  const stopping = new AbortController();
  const waiting: ((next: StreamedEvent | Error | null) => void)[] = [];
  const state = { left: false, failures: [] as unknown[] };
  async function* source(signal: AbortSignal): AsyncGenerator<StreamedEvent> {
    try {
      for (;;) {
        const next = await new Promise<StreamedEvent | Error | null>((resolve) => {
          waiting.push(resolve);
          signal.addEventListener("abort", () => resolve(null));
        });
        if (next === null) return;
        if (next instanceof Error) throw next;
        yield next;
      }
    } finally {
      state.left = true;
    }
  }
  const stream = eventStream(source, {
    stopping: stopping.signal,
    heartbeat,
    isAllowed: options.isAllowed ?? (async () => true),
    failed: (error) => state.failures.push(error),
  });
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => (await reader.read()).value;
  const hand = (next: StreamedEvent | Error | null) => waiting.shift()?.(next);
  return { read, hand, reader, stopping, state, waiting };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a stream of events", () => {
  it("sends each event with its id, and its data on one line", async () => {
    const { read, hand } = openStream();
    expect(await read()).toBe(":\n\n");
    const next = read();
    hand({ event: "context", id: "7", data: { text: "two\nlines" } });
    expect(await next).toBe('event: context\nid: 7\ndata: {"text":"two\\nlines"}\n\n');
    const erased = read();
    await vi.waitUntil(() => true);
    hand({ event: "erased", data: { customerId: "C-1" } });
    expect(await erased).toBe('event: erased\ndata: {"customerId":"C-1"}\n\n');
  });

  it("sends a comment while nothing happens", async () => {
    const { read } = openStream();
    await read();
    const next = read();
    await vi.advanceTimersByTimeAsync(heartbeat);
    expect(await next).toBe(":\n\n");
  });

  it("does not ask for the next event before the last one is read", async () => {
    const { read, hand, waiting } = openStream();
    await read();
    await vi.waitUntil(() => waiting.length === 1);
    for (const data of [1, 2, 3]) {
      hand({ event: "context", data });
      await vi.advanceTimersByTimeAsync(0);
    }
    await vi.advanceTimersByTimeAsync(10 * heartbeat);
    expect(waiting.length).toBeLessThanOrEqual(1);
  });

  it("ends when its source ends, when the service stops and when the credential no longer holds", async () => {
    const bySource = openStream();
    await bySource.read();
    await vi.waitUntil(() => bySource.waiting.length === 1);
    bySource.hand(null);
    expect(await bySource.reader.read()).toEqual({ done: true, value: undefined });

    const byStop = openStream();
    await byStop.read();
    byStop.stopping.abort();
    expect(await byStop.reader.read()).toEqual({ done: true, value: undefined });

    const byCredential = openStream({ isAllowed: async () => false });
    await byCredential.read();
    await vi.advanceTimersByTimeAsync(heartbeat);
    await byCredential.read();
    expect(await byCredential.reader.read()).toEqual({ done: true, value: undefined });
    await vi.waitUntil(() => bySource.state.left && byStop.state.left && byCredential.state.left);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets go of its source when the reader goes away", async () => {
    const { reader, state, read } = openStream();
    await read();
    await reader.cancel();
    await vi.waitUntil(() => state.left);
    expect(vi.getTimerCount()).toBe(0);
    expect(state.failures).toEqual([]);
  });

  it("ends and tells the service, not the reader, when its source breaks", async () => {
    const { hand, read, reader, state, waiting } = openStream();
    await read();
    await vi.waitUntil(() => waiting.length === 1);
    hand(new Error("broken"));
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(state.failures).toHaveLength(1);
  });
});
