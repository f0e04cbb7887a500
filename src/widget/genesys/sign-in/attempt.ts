import * as z from "zod/mini";
import type { KeyedStorage } from "../keyed-storage.ts";
import type { Place } from "./answer.ts";

/** One sign-in that was begun. It is good for one answer within ten minutes. */
const attempt = z.object({
  state: z.string(),
  /** Null with the implicit grant. */
  codeVerifier: z.nullable(z.string()),
  startedAt: z.number(),
  clientId: z.string(),
  environment: z.string(),
  /** The query of the widget's address with its launch parameters. */
  launch: z.string(),
});
export type Attempt = z.infer<typeof attempt>;

export const attemptLifetimeMilliseconds = 600_000;

export function newAttempt(
  place: Place,
  {
    random,
    now,
    grant,
    ...rest
  }: Pick<Attempt, "clientId" | "environment" | "launch"> & {
    readonly random: (bytes: number) => Uint8Array;
    readonly now: number;
    readonly grant: "implicit" | "pkce";
  },
): Attempt {
  return {
    ...rest,
    state: `${place}.${base64Url(random(16))}`,
    codeVerifier: grant === "pkce" ? base64Url(random(64)) : null,
    startedAt: now,
  };
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/u, "");
}

/** Keeps attempts of frames while the login host has the frame. */
export interface Attempts {
  keep(attempt: Attempt): void;
  /** The attempt of that state, which is forgotten by this. */
  take(state: string): Attempt | null;
  drop(attempt: Attempt): void;
  /** Those that have not come back, with what is too old left out and forgotten. */
  pending(now: number): readonly Attempt[];
}

const prefix = "attempt ";

export function storedAttempts(storage: KeyedStorage): Attempts {
  const read = (key: string): Attempt | null => parsed(attempt, storage.read(key));
  const drop = ({ state }: Attempt): void => {
    storage.remove(prefix + state);
  };
  return {
    keep(kept) {
      storage.write(prefix + kept.state, JSON.stringify(kept));
    },
    take(state) {
      const taken = read(prefix + state);
      if (taken) drop(taken);
      return taken?.state === state ? taken : null;
    },
    drop,
    pending(now) {
      return storage
        .keys()
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => {
          const kept = read(key);
          if (kept && now - kept.startedAt < attemptLifetimeMilliseconds) return [kept];
          storage.remove(key);
          return [];
        });
    },
  };
}

/**
 * For frames without storage: the frame's name outlives the way to the login host and back. Only the frame itself, its
 * parent and the login host can read or write it.
 */
export function namedAttempts(window: Pick<Window, "name">): Attempts {
  const namePrefix = "customer-journey ";
  const read = (): z.infer<typeof named> | null =>
    window.name.startsWith(namePrefix) ? parsed(named, window.name.slice(namePrefix.length)) : null;
  const drop = (): void => {
    const kept = read();
    if (kept) window.name = kept.name;
  };
  return {
    keep(kept) {
      drop();
      window.name = namePrefix + JSON.stringify({ attempt: kept, name: window.name });
    },
    take(state) {
      const kept = read();
      drop();
      return kept?.attempt.state === state ? kept.attempt : null;
    },
    drop,
    pending(now) {
      const kept = read();
      return kept && now - kept.attempt.startedAt < attemptLifetimeMilliseconds ? [kept.attempt] : [];
    },
  };
}

/** The attempt in the frame's name, with the name that the frame had before. */
const named = z.object({ attempt, name: z.string() });

function parsed<T extends z.ZodMiniType>(schema: T, text: string | null): z.infer<T> | null {
  try {
    return schema.safeParse(JSON.parse(text ?? "")).data ?? null;
  } catch {
    return null;
  }
}
