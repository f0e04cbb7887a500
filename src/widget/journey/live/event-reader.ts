/** One server-sent event; the fields that are left out are empty. */
export interface ServerSentEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/**
 * Reads server-sent events (HTML standard, 9.2.6) out of text that comes in pieces. Own lines, since the library for it is
 * five times their size. `onRetry` is told after how many milliseconds a reader shall come back.
 */
export function createEventReader(
  onEvent: (event: ServerSentEvent) => void,
  onRetry: (milliseconds: number) => void,
): (piece: string) => void {
  let unfinished = "";
  let fields: Readonly<Record<string, string>> = {};
  let data: string[] = [];

  function read(line: string): void {
    if (line === "") {
      const { event = "", id = "" } = fields;
      if (data.length > 0) onEvent({ event, id, data: data.join("\n") });
      fields = {};
      data = [];
      return;
    }
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === "data") data.push(value);
    else if (name === "retry" && /^\d+$/.test(value)) onRetry(Number(value));
    else if (name !== "") fields = { ...fields, [name]: value };
  }

  return (piece) => {
    // A carriage return at the end may be half of a line's end.
    const lines = (unfinished + piece).split(/\r\n|\n|\r(?!$)/);
    unfinished = lines.pop() ?? "";
    lines.forEach(read);
  };
}
