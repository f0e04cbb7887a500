import { pino } from "pino";
import type { DestinationStream, LogFn, Logger } from "pino";

export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];
export type { Logger } from "pino";

/** Members that could carry a credential or a person's data: should one ever be handed to the logger, it is left out. */
const neverLogged = new Set([
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
]);

/** JSON lines on the given stream. Call sites pass facts about the work, never what a caller sent. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: withoutPersonalData },
    hooks: { logMethod: withOwnWords },
  };
  return pino(options, destination);
}

/** pino's own redaction costs more than the rest of a log line. */
function withoutPersonalData(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !neverLogged.has(name))
      .map(([name, value]) => [name, name === "err" ? describeError(value) : cleaned(value)]),
  );
}

/** An error logged without words would be logged in its own. */
function withOwnWords(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, words] = args;
  if (first instanceof Error) method.call(this, { err: first }, words ?? "Something failed");
  else method.apply(this, args);
}

function cleaned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return describeError(value);
  return Array.isArray(value) ? value.map(cleaned) : withoutPersonalData({ ...value });
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
