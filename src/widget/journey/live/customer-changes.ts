import * as z from "zod/mini";
import type { AgentWidgets } from "../../genesys/agent-widgets.ts";
import type { Disposer } from "../../genesys/genesys.ts";
import { takeTheLead } from "../../genesys/leadership.ts";
import { type CustomerChange, customerChange } from "./customer-change.ts";
import { keepStream, type KeepStreamNeeds, type StreamKeeper } from "./keep-stream.ts";

interface Needs extends KeepStreamNeeds {
  readonly widgets: Pick<AgentWidgets, "id" | "hold" | "tell" | "hear" | "isHeard">;
}

/** What the service tells of the customers on screen, over one stream for all of the agent's widgets. */
export interface CustomerChanges {
  /** Tells every change of the customer that comes after the version that `present` gives. */
  follow(customerId: string, present: () => number, onChange: (change: CustomerChange) => void): Disposer;
  /** True only while changes of the customer arrive by themselves. */
  isLive(customerId: string): boolean;
  /** Calls back whenever {@link CustomerChanges.isLive} may have changed. */
  subscribe(listener: () => void): Disposer;
  /** The network is back. */
  retryNow(): void;
  dispose(): void;
}

const topic = "changes";
const said = z.discriminatedUnion("kind", [
  /** A widget says whom it shows; nobody when it closes. */
  z.object({
    kind: z.literal("showing"),
    widget: z.string(),
    customers: z.array(z.object({ customerId: z.string(), version: z.int() })),
  }),
  /** The leader says whose changes arrive, and is told by every widget whom it shows. */
  z.object({ kind: z.literal("live"), customerIds: z.array(z.string()) }),
  z.object({ kind: z.literal("change"), change: customerChange }),
  z.object({ kind: z.literal("online") }),
]);
type Said = z.infer<typeof said>;
type Shown = Extract<Said, { kind: "showing" }>["customers"][number];

const roundMilliseconds = 20_000;
/** After so many rounds without a word the leader is not believed, and a widget is taken for closed. */
const patienceMilliseconds = 70_000;

export function createCustomerChanges(needs: Needs): CustomerChanges {
  const { widgets, clock } = needs;
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  const shown = new Map<
    string,
    { readonly present: () => number; readonly onChange: (change: CustomerChange) => void }
  >();
  let live: ReadonlySet<string> = new Set();
  let forgetDoubt: Disposer | undefined;
  let leader: Leader | null = null;

  const becomeLive = (customerIds: readonly string[]): void => {
    live = new Set(customerIds);
    for (const listener of listeners) listener();
  };
  const showing = (): Said => ({
    kind: "showing",
    widget: widgets.id,
    customers: [...shown].map(([customerId, { present }]) => ({ customerId, version: present() })),
  });

  function hear(message: Said): void {
    switch (message.kind) {
      case "showing":
        return leader?.hear(message.widget, message.customers);
      case "live":
        forgetDoubt?.();
        forgetDoubt = clock.after(patienceMilliseconds, () => becomeLive([]));
        becomeLive(message.customerIds);
        // It is also a question: whoever leads may be new, or have told something while nobody listened.
        if (shown.size > 0) sayShowing();
        return undefined;
      case "change":
        return shown.get(message.change.customerId)?.onChange(message.change);
      case "online":
        return leader?.retryNow();
      default:
        return message satisfies never;
    }
  }
  const say = (message: Said): void => {
    widgets.tell(topic, message);
    hear(message);
  };
  const sayShowing = (): void => say(showing());

  const unhear = widgets.hear(topic, (message) => {
    const heard = said.safeParse(message).data;
    if (heard) hear(heard);
  });

  takeTheLead("changes", needs, ended.signal, async (signal) => {
    const mine = leadStream(needs, say);
    leader = mine;
    sayShowing();
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve());
      if (signal.aborted) resolve();
    });
    mine.dispose();
    if (leader === mine) leader = null;
  });

  return {
    follow(customerId, present, onChange) {
      const entry = { present, onChange };
      shown.set(customerId, entry);
      sayShowing();
      return () => {
        if (shown.get(customerId) !== entry) return;
        shown.delete(customerId);
        sayShowing();
      };
    },
    isLive: (customerId) => live.has(customerId),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    retryNow: () => say({ kind: "online" }),
    dispose() {
      shown.clear();
      sayShowing();
      ended.abort();
      unhear();
      forgetDoubt?.();
      listeners.clear();
    },
  };
}

interface Leader extends Pick<StreamKeeper, "retryNow" | "dispose"> {
  hear(widget: string, customers: readonly Shown[]): void;
}

/** Follows whomever the agent's widgets show, and tells all of them what came. */
function leadStream(needs: Needs, say: (message: Said) => void): Leader {
  const { clock } = needs;
  const customersByWidget = new Map<string, { readonly customers: readonly Shown[]; readonly at: number }>();
  const lastChanges = new Map<string, CustomerChange>();
  let liveIds: readonly string[] = [];
  let forgetRound: Disposer;

  const sayLive = (): void => say({ kind: "live", customerIds: [...liveIds] });
  const keeper = keepStream(needs, {
    onChange(change) {
      lastChanges.set(change.customerId, change);
      say({ kind: "change", change });
    },
    onLive(customerIds) {
      liveIds = customerIds;
      sayLive();
    },
  });
  const gather = (): void => {
    const versions = new Map<string, number>();
    for (const { customers } of customersByWidget.values()) {
      for (const { customerId, version } of customers) {
        versions.set(customerId, Math.min(version, versions.get(customerId) ?? Infinity));
      }
    }
    for (const customerId of lastChanges.keys()) if (!versions.has(customerId)) lastChanges.delete(customerId);
    keeper.follow([...versions].map(([customerId, version]) => ({ customerId, version })));
  };
  const round = (): void => {
    for (const [widget, { at }] of customersByWidget) {
      if (clock.now() - at > patienceMilliseconds) customersByWidget.delete(widget);
    }
    gather();
    sayLive();
    forgetRound = clock.after(roundMilliseconds, round);
  };
  round();

  return {
    hear(widget, customers) {
      const before = customersByWidget.get(widget)?.customers ?? [];
      if (customers.length === 0) customersByWidget.delete(widget);
      else customersByWidget.set(widget, { customers, at: clock.now() });
      gather();
      if (customers.some(({ customerId }) => !before.some((one) => one.customerId === customerId))) sayLive();
      for (const { customerId, version } of customers) {
        const last = lastChanges.get(customerId);
        // It asked before this came, and was told before it listened.
        if (last && (last.kind !== "context" || last.record.version > version)) say({ kind: "change", change: last });
      }
    },
    retryNow: () => keeper.retryNow(),
    dispose() {
      forgetRound();
      keeper.dispose();
    },
  };
}
