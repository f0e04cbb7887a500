import { SingleBar } from "cli-progress";
import type { BackfillView } from "./run-backfill.ts";

export interface ProgressView {
  show(view: BackfillView): void;
  /** Takes the bar away, so that what is said next stands on a line of its own. */
  end(): void;
}

/** A bar where somebody watches, else a line for every day. */
export function createProgressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

function createBar(stream: NodeJS.WriteStream): ProgressView {
  let bar: SingleBar | null = null;
  let shownFor = "";
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    show({ organizationId, days, daysRead, day, conversations }) {
      if (shownFor !== organizationId) end();
      shownFor = organizationId;
      const words = { day, conversations: conversations.toLocaleString("en") };
      if (bar === null) {
        const format =
          "{bar} {value} of {total} days | {conversations} conversations | reading {day} | {duration_formatted}";
        bar = new SingleBar({
          format,
          stream,
          hideCursor: true,
          gracefulExit: false,
          barCompleteChar: "█",
          barIncompleteChar: "░",
        });
        bar.start(days, daysRead, words);
      } else bar.update(daysRead, words);
    },
    end,
  };
}

function createLines(stream: NodeJS.WriteStream): ProgressView {
  let last = "";
  return {
    show({ organizationId, days, daysRead, day, conversations }) {
      const line = `${organizationId}: ${daysRead} of ${days} days read, reading ${day}`;
      if (line === last) return;
      last = line;
      stream.write(`${line}; conversations so far: ${conversations}\n`);
    },
    end: () => undefined,
  };
}
