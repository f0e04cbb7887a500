import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { readArguments, usage, type Wish } from "./arguments.ts";
import { examine } from "./doctor.ts";
import { asJson, hasFailed, inWords } from "./print.ts";

const wish = readArguments(process.argv.slice(2));
if (wish) await run(wish);
else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
}

async function run(asked: Wish): Promise<void> {
  const sections = await examine(
    {
      env: process.env,
      readText,
      isDirectory: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
      fetch,
      now: Date.now,
      wait: (milliseconds) => wait(milliseconds),
      newId: randomUUID,
    },
    asked,
  );
  process.stdout.write(asked.json ? asJson(sections) : inWords(sections));
  process.exitCode = hasFailed(sections) ? 1 : 0;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
