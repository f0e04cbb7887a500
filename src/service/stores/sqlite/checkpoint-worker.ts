import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import { checkpointMode, type CheckpointMode, type LogState, logState } from "./log-state.ts";

/** The thread that copies the log into the file: told how, it answers what there was to do, or null when it could not; told null, it ends. */
const connection = new DatabaseSync(z.parse(z.string(), workerData), { timeout: 20 });
const told = z.nullable(checkpointMode);

parentPort?.on("message", (message) => {
  const mode = z.parse(told, message);
  if (mode !== null) {
    parentPort?.postMessage(checkpoint(mode));
    return;
  }
  connection.close();
  parentPort?.close();
});

function checkpoint(mode: CheckpointMode): LogState | null {
  try {
    return z.parse(logState, connection.prepare(`PRAGMA wal_checkpoint(${mode})`).get());
  } catch {
    return null;
  }
}
