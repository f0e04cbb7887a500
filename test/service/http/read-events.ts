/** One server-sent event as it was read; comment lines are passed over. */
export interface ReadEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Reads the events of an answer one by one. */
export function readEvents(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<ReadEvent | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const fields = new Map(
          lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
        );
        if (fields.has("event")) {
          const id = fields.get("id");
          const data: unknown = JSON.parse(fields.get("data") ?? "");
          return { event: fields.get("event") ?? "", ...(id === undefined ? {} : { id }), data };
        }
      } else {
        const read = await reader?.read();
        if (!read || read.done) return null;
        text += read.value;
      }
    }
  };
  return { next, cancel: () => reader?.cancel() };
}
