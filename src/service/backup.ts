import { resolve } from "node:path";
import process from "node:process";
import { readStore } from "./settings.ts";
import { backUp } from "./stores/sqlite/back-up.ts";

/** `npm run backup -- FILE`: copies the embedded store that UIC_STORE names, beside a running service too. */
const [file, ...more] = process.argv.slice(2);
const faults: string[] = [];
const store = readStore(process.env["UIC_STORE"] || "sqlite:./data/uic.db", faults, []);

if (file === undefined || more.length > 0) fail("Name the file to write: npm run backup -- FILE");
else if (!store) fail(faults.join(" "));
else if (store.engine !== "sqlite") fail("UIC_STORE names no embedded store; back it up with its own means.");
else {
  try {
    backUp(resolve(store.path), resolve(file));
    process.stdout.write(`${resolve(file)} holds the store as of now, checked.\n`);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(sentence: string): void {
  process.stderr.write(`No backup was made: ${sentence}\n`);
  process.exitCode = 1;
}
