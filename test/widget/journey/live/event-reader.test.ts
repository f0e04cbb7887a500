// @vitest-environment node
import { array, assert, constant, constantFrom, nat, oneof, property, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventReader, type ServerSentEvent } from "../../../../src/widget/journey/live/event-reader.ts";

function read(...pieces: readonly string[]): readonly ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const feed = createEventReader((event) => events.push(event), unused);
  for (const piece of pieces) feed(piece);
  return events;
}

function unused(): void {}

describe("server-sent events", () => {
  it("say when to come back", () => {
    const pauses: number[] = [];
    createEventReader(unused, (milliseconds) => pauses.push(milliseconds))("retry: 5000\n\nretry: soon\n\n");
    expect(pauses).toEqual([5000]);
  });

  it.each([
    ["an event with all its fields", "event: context\nid: C-1:7\ndata: {}\n\n", "context", "C-1:7", "{}"],
    ["lines that end in CR LF", "event: context\r\nid: 1\r\ndata: {}\r\n\r\n", "context", "1", "{}"],
    ["lines that end in CR", "id: 1\rdata: {}\r\rdata: unfinished", "", "1", "{}"],
    ["fields without a space", "event:e\nid:1\ndata:d\n\n", "e", "1", "d"],
    ["data of several lines", "data: one\ndata:  two\n\n", "", "", "one\n two"],
    ["colons in a value", "id: C:1:7\ndata: a: b\n\n", "", "C:1:7", "a: b"],
    ["a field that is only a name", "id\ndata\n\n", "", "", ""],
    ["what it does not know and comments", ": hello\nretry: 10\nnews: x\ndata: d\n:\n\n", "", "", "d"],
  ])("read %s", (_, text, event, id, data) => {
    expect(read(text)).toEqual([{ event, id, data }]);
  });

  it("are none where there is no data, and what is unfinished is none yet", () => {
    expect(read(":\n\n", "event: context\nid: 1\n\n", "event: context\ndata: {}\n")).toEqual([]);
  });

  it("do not hand their fields on to the next", () => {
    expect(read("event: a\nid: 1\ndata: x\n\ndata: y\n\n")).toEqual([
      { event: "a", id: "1", data: "x" },
      { event: "", id: "", data: "y" },
    ]);
  });

  it("are the same however they are cut into pieces", () => {
    const field = tuple(constantFrom("event", "id", "data", "", "retry"), string(), constantFrom("\n", "\r\n"));
    const line = field.map(([name, value, end]) => `${name}: ${value.replaceAll(/[\r\n]/gu, " ")}${end}`);
    assert(
      property(array(oneof(line, constant("\n"))), array(nat({ max: 40 })), (lines, cuts) => {
        const text = `${lines.join("")}\n`;
        const pieces: string[] = [];
        let at = 0;
        for (const length of cuts) pieces.push(text.slice(at, (at += length)));
        expect(read(...pieces, text.slice(at))).toEqual(read(text));
      }),
    );
  });
});
