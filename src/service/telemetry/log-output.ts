import type { Writable } from "node:stream";

/** Where log lines go. It never waits and never fails: a log that nobody takes must not hold up the service, nor its end. */
export interface LogOutput {
  write(line: string): void;
  /** Hands on what is there; resolves when it was taken, or after so long. */
  flush(patienceMilliseconds: number): Promise<void>;
}

/** What may wait for a slow reader, in bytes; lines beyond it are left out. */
const maxWaiting = 4_194_304;

/** The lines of one turn of the event loop go out together. */
export function createLogOutput(stream: Writable): LogOutput {
  let lines = "";
  // Its reader may crash: without a listener that would end this process too.
  stream.on("error", () => undefined);

  function handOn(): void {
    const text = lines;
    lines = "";
    if (text !== "" && stream.writableLength < maxWaiting) stream.write(text);
  }

  return {
    write(line) {
      if (lines === "") setImmediate(handOn);
      lines += line;
    },
    async flush(patienceMilliseconds) {
      handOn();
      const deadline = performance.now() + patienceMilliseconds;
      while (stream.writableLength > 0 && performance.now() < deadline) await soon();
    },
  };
}

function soon(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 10);
  });
}
