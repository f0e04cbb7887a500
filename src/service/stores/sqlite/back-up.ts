import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Copies the file as of one moment, beside whoever writes to it; the copy stands under its name only once it was checked and synced. Throws one sentence when it cannot. */
export function backUp(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`There is no store at ${from}; name it by UIC_STORE.`);
  if (existsSync(to)) throw new Error(`${to} is there already; name a file that is not.`);
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    copy(from, unfinished);
    check(unfinished);
    sync(unfinished);
    renameSync(unfinished, to);
    sync(dirname(to));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function copy(from: string, to: string): void {
  const source = new DatabaseSync(from, { timeout: 10_000 });
  try {
    // One read transaction: unlike a backup in steps it is never begun anew by other processes' writes, and it leaves freed pages behind.
    source.prepare("VACUUM INTO ?").run(to);
  } finally {
    source.close();
  }
}

function check(file: string): void {
  const copied = new DatabaseSync(file, { readOnly: true });
  try {
    const found = copied.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
    if (found !== "ok") throw new Error(`The copy is not sound (${String(found)}); check the disks and try again.`);
  } finally {
    copied.close();
  }
}

function sync(path: string): void {
  const opened = openSync(path, "r");
  fsyncSync(opened);
  closeSync(opened);
}
