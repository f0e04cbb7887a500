import { register } from "../../../src/admin/register/register.ts";
import { type Options, readOptions } from "../../../src/admin/register/options.ts";
import type { Files } from "../../../src/admin/register/secrets.ts";
import type { AdminCredentials } from "../../../src/admin/genesys/credentials.ts";
import { clientToken, createPlatform } from "../../../src/admin/genesys/platform.ts";
import { demoAdminSecret, demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import type { DeskOptions } from "../../../src/desk/server.ts";
import { pipelineSecret, redirectUri, testDesk, type TestDesk } from "../../desk/support/test-desk.ts";

export const place = ["--environment", "mypurecloud.ie", "--url", "https://journey.example.com"];
export const aws = ["--aws-account", "123456789012", "--aws-region", "eu-west-1"];

const demoAdmin: AdminCredentials = { kind: "client", id: demoIds.adminClient, secret: demoAdminSecret };

/** What goes wrong with a write to Genesys Cloud: it does not arrive, its answer does not, or it is answered otherwise. */
export type Break = (write: number, request: Request) => "before" | "after" | Response | null;

interface Run {
  readonly ok: boolean;
  readonly said: string;
}

export interface RegisteredDesk {
  readonly desk: TestDesk;
  readonly files: Map<string, string>;
  readonly modes: Map<string, number>;
  /** Runs the command with these words behind the place. */
  readonly run: (words?: readonly string[], options?: RunOptions) => Promise<Run>;
  /** What the administrator's commands wrote, in order. */
  readonly writes: () => readonly string[];
  readonly file: (path: string) => unknown;
}

interface RunOptions {
  readonly breaks?: Break;
  readonly env?: Readonly<Record<string, string>>;
  /** Who runs it: the demo's administrator client when left out. */
  readonly credentials?: AdminCredentials;
}

/** A desk, an administrator's client and a folder in memory. */
export async function registeredDesk(options: Partial<DeskOptions> = {}): Promise<RegisteredDesk> {
  const desk = await testDesk({ directory: demoDirectory([redirectUri], pipelineSecret), ...options });
  const files = new Map<string, string>();
  const modes = new Map<string, number>();
  const keys = { count: 0 };
  const wait = async (milliseconds: number): Promise<void> => desk.clock.advance(milliseconds);
  const inMemory: Files = {
    read: (path) => files.get(path) ?? null,
    write: (path, text, mode) => {
      files.set(path, text);
      modes.set(path, mode);
    },
  };
  return {
    desk,
    files,
    modes,
    writes: () =>
      desk.administration.recorder
        .calls()
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
    file: (path) => JSON.parse(files.get(path) ?? "null"),
    run: async (words = aws, { breaks = () => null, env = {}, credentials = demoAdmin } = {}) => {
      const said: string[] = [];
      const sent = { writes: 0 };
      const hosts = { login: desk.origin, api: desk.origin };
      const ok = await register(
        {
          platform: createPlatform({
            hosts,
            credentials,
            fetch: async (url, init) => {
              const request = new Request(url, init);
              const isWrite = request.method !== "GET" && !url.pathname.startsWith("/oauth/");
              if (isWrite) sent.writes += 1;
              const broken = isWrite ? breaks(sent.writes, request) : null;
              if (broken === "before") throw new TypeError("fetch failed");
              if (broken instanceof Response) return broken;
              const response = await fetch(request);
              if (broken === "after") throw new TypeError("fetch failed");
              return response;
            },
            wait,
          }),
          signIn: (client) => clientToken({ fetch, timeoutMilliseconds: 20_000 }, hosts, client),
          files: inMemory,
          say: (line) => void said.push(line),
          wait,
          newKey: () => `key-${String((keys.count += 1)).padStart(40, "0")}`,
          env,
          gateway: null,
        },
        optionsOf([...place, ...words]),
      );
      return { ok, said: said.join("\n") };
    },
  };
}

function optionsOf(words: readonly string[]): Options {
  const read = readOptions(words, {});
  if (!read.ok) throw new Error(read.faults.join(" "));
  return read.options;
}
