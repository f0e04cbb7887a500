import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];
export type { Logger } from "pino";

/** Members that could carry a credential or a person's data: should one ever be handed to the logger, it is left out. */
const neverLogged = [
  "authorization",
  "body",
  "cookie",
  "customerId",
  "data",
  "email",
  "headers",
  "identifiers",
  "key",
  "phone",
  "query",
  "secret",
  "token",
  "url",
  "value",
];

/** JSON lines on the given stream (stdout when left out). Call sites pass facts about the work, never what a caller sent. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: neverLogged.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
    serializers: { err: describeError, error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What an error may tell a log: its kind and where it was thrown. Messages can quote what a caller sent, so they stay out. */
export function describeError(error: unknown): {
  readonly type: string;
  readonly code?: string;
  readonly at?: readonly string[];
} {
  if (!(error instanceof Error)) return { type: typeof error };
  const at = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { type: error.name, ...code, at };
}
