import { limits } from "../../../contract/limits.ts";
import type { ChangesRequest } from "../../../contract/writes.ts";
import type { Disposer, SignIn } from "../../genesys/genesys.ts";
import { type ChangeStreamNeeds, openChangeStream, type StreamEnd } from "./change-stream.ts";
import type { CustomerChange } from "./customer-change.ts";

type FollowedCustomers = ChangesRequest["customers"];

export interface KeepStreamNeeds extends ChangeStreamNeeds {
  readonly signIn: Pick<SignIn, "state" | "subscribe" | "reject">;
  /** At least 0 and less than 1. */
  readonly random: () => number;
}

interface Listeners {
  readonly onChange: (change: CustomerChange) => void;
  /** Whose changes arrive from now on. */
  readonly onLive: (customerIds: readonly string[]) => void;
}

export interface StreamKeeper {
  /** Whom to follow from now on, each from the version that is known; more than the service allows are left out. */
  follow(customers: FollowedCustomers): void;
  /** The network is back: there is no reason to wait any longer. */
  retryNow(): void;
  dispose(): void;
}

/** Widgets open together: their customers are asked for together. */
const gatherMilliseconds = 100;
const firstPauseMilliseconds = 1000;
const longestPauseMilliseconds = 60_000;
/** A stream that lived shorter than this is one more failure. */
const provenMilliseconds = 10_000;

interface Stream {
  readonly end: AbortController;
  readonly customerIds: ReadonlySet<string>;
  isOver: boolean;
}

/** Keeps one stream open about all who are followed, for whoever is signed in: the one before stays until the next stands. */
export function keepStream(needs: KeepStreamNeeds, { onChange, onLive }: Listeners): StreamKeeper {
  const { signIn, clock, random } = needs;
  let followed: FollowedCustomers = [];
  /** What came after whoever is followed had asked. */
  const versions = new Map<string, number>();
  let open: Stream | null = null;
  let attempt: AbortController | null = null;
  let forgetTimer: Disposer | null = null;
  /** The service asked not to be asked before. */
  let earliest = 0;
  let failures = 0;
  let refusedToken: string | null = null;
  let isDisposed = false;

  const accessToken = (): string | null => {
    const state = signIn.state();
    return state.kind === "signed-in" ? state.session.accessToken : null;
  };

  const become = (stream: Stream | null): void => {
    const before = open;
    open = stream;
    before?.end.abort();
    onLive(stream ? [...stream.customerIds] : []);
  };

  const later = (milliseconds: number): void => {
    forgetTimer?.();
    forgetTimer = clock.after(Math.max(milliseconds, earliest - clock.now()), () => void start());
  };

  async function start(): Promise<void> {
    forgetTimer?.();
    attempt?.abort();
    attempt = null;
    const token = accessToken();
    if (isDisposed || token === null || followed.length === 0) return become(null);
    if (token === refusedToken) return;
    const mine = new AbortController();
    attempt = mine;
    const customers = followed.map(({ customerId, version }) => ({
      customerId,
      version: versions.get(customerId) ?? version,
    }));
    let openedAt: number | null = null;
    const end = await openChangeStream(
      token,
      customers,
      needs,
      {
        onOpen() {
          openedAt = clock.now();
          attempt = null;
          become({ end: mine, customerIds: new Set(customers.map(({ customerId }) => customerId)), isOver: false });
        },
        onChange(change) {
          if (change.kind === "context") versions.set(change.customerId, change.record.version);
          else versions.delete(change.customerId);
          onChange(change);
        },
      },
      mine.signal,
    );
    if (open?.end !== mine && attempt !== mine) return;
    if (attempt === mine) attempt = null;
    // What arrives within the pause that the service asked for arrives by itself all the same.
    const isStillLive = open !== null && (open.end !== mine ? !open.isOver : end.kind === "paused");
    if (open?.end === mine) open.isOver = true;
    if (!isStillLive) become(null);
    const isProven = openedAt !== null && clock.now() - openedAt >= provenMilliseconds;
    failures = isProven ? 0 : failures + 1;
    if (attempt === null) afterEnd(end, token);
  }

  function afterEnd(end: StreamEnd, token: string): void {
    switch (end.kind) {
      case "unauthenticated":
        // With the next session comes the next try.
        refusedToken = token;
        signIn.reject(token);
        break;
      case "forbidden":
        refusedToken = token;
        break;
      case "paused":
        failures = 0;
        later(end.milliseconds * (1 + random() / 2));
        break;
      case "lost": {
        const longest = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** Math.max(0, failures - 1));
        earliest = clock.now() + end.retryAfterSeconds * 1000;
        later(end.retryAfterSeconds * 1000 + random() * longest);
        break;
      }
      default:
        end satisfies never;
    }
  }

  let token = accessToken();
  const unsubscribe = signIn.subscribe(() => {
    const now = accessToken();
    if (now === token) return;
    token = now;
    failures = 0;
    void start();
  });

  return {
    follow(customers) {
      const next = customers.slice(0, limits.customersPerStream);
      const isNew = next.some(({ customerId }) => !followed.some((one) => one.customerId === customerId));
      followed = next;
      for (const customerId of versions.keys()) {
        if (!next.some((one) => one.customerId === customerId)) versions.delete(customerId);
      }
      // Who is no longer followed stays on the stream until it is opened anew for another reason.
      if (isNew) later(gatherMilliseconds);
      else if (next.length === 0) void start();
    },
    retryNow() {
      if (open === null && attempt === null && followed.length > 0) later(0);
    },
    dispose() {
      isDisposed = true;
      unsubscribe();
      forgetTimer?.();
      attempt?.abort();
      open?.end.abort();
      open = null;
    },
  };
}
