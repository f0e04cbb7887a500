import { joinAgentWidgets, type AgentWidgets, type Channel } from "../../../src/widget/genesys/agent-widgets.ts";
import type { Clock } from "../../../src/widget/genesys/clock.ts";

export interface FakeTab {
  /** Another frame of the widget in the tab; the address is what the host loads. */
  openFrame(address: string): FakeFrame;
}

export interface FakeFrame {
  /** Of the document that is loaded now. */
  window: Window;
  widgets: AgentWidgets;
  /** Its timers end with the document. */
  clock: Clock;
  /** Loads another document into the frame; what the one before held is gone without a word. */
  load(address: string): void;
  address(): string;
  /** Windows that were opened and frames that were hidden in this one, oldest first. */
  readonly opened: FakeChild[];
  readonly hidden: FakeChild[];
  blockPopups(): void;
  /** A message as the browser would deliver it. */
  deliver(message: { readonly data: unknown; readonly origin: string; readonly source: unknown }): void;
  close(): void;
}

export interface FakeChild {
  readonly asEventSource: object;
  address: string;
  closed: boolean;
}

export interface FakeTabOptions {
  readonly clock: Clock;
  readonly storage?: "allowed" | "denied";
  readonly locks?: "allowed" | "denied" | "absent";
  readonly channels?: "allowed" | "denied";
  /** The browser's channels, to be shared with another tab. */
  readonly openChannels?: Set<OpenChannel>;
  readonly idPrefix?: string;
}

export interface OpenChannel {
  readonly name: string;
  readonly listener: (event: { data: unknown }) => void;
}

export const widgetOrigin = "https://widget.example.com";

/** A tab with frames of the widget in it, sharing what a browser lets them share. */
export function createFakeTab({
  clock,
  storage = "allowed",
  locks = "allowed",
  channels = "allowed",
  openChannels = new Set(),
  idPrefix = "id-",
}: FakeTabOptions): FakeTab {
  const stored = new Map<string, string>();
  const frames = new Set<EventTarget>();
  const lockTails = new Map<string, Promise<unknown>>();
  let lastId = 0;

  const areaOf = (frame: EventTarget): Storage => {
    const changed = (key: string, area: Storage): void => {
      for (const other of frames) {
        if (other === frame) continue;
        const event = new Event("storage");
        Object.assign(event, { key, storageArea: areas.get(other) ?? area });
        queueMicrotask(() => other.dispatchEvent(event));
      }
    };
    const area: Storage = {
      getItem: (key) => stored.get(key) ?? null,
      setItem(key, value) {
        if (stored.get(key) === value) return;
        stored.set(key, value);
        changed(key, area);
      },
      removeItem(key) {
        if (stored.delete(key)) changed(key, area);
      },
      key: (index) => [...stored.keys()][index] ?? null,
      clear: () => {
        stored.clear();
      },
      get length() {
        return stored.size;
      },
    };
    return area;
  };
  const areas = new Map<EventTarget, Storage>();

  const openChannel = (name: string): Channel => {
    if (channels === "denied") throw new DOMException("The operation is insecure.", "SecurityError");
    const own = new Set<OpenChannel>();
    return {
      postMessage(message) {
        const data: unknown = structuredClone(message);
        for (const other of openChannels) {
          if (other.name === name && !own.has(other))
            queueMicrotask(() => {
              if (openChannels.has(other)) other.listener({ data });
            });
        }
      },
      addEventListener(_, listener) {
        const entry = { name, listener };
        own.add(entry);
        openChannels.add(entry);
      },
      close() {
        for (const entry of own) openChannels.delete(entry);
      },
    };
  };

  return {
    openFrame(address) {
      const opened: FakeChild[] = [];
      const hidden: FakeChild[] = [];
      let arePopupsBlocked = false;
      let name = "";

      const loadDocument = (url: string) => {
        const target = new EventTarget();
        frames.add(target);
        const area = areaOf(target);
        areas.set(target, area);
        const location = new URL(url);
        const fake = Object.assign(target, {
          location,
          parent: {},
          opener: null,
          history: {
            replaceState(_: unknown, _title: string, to: string) {
              location.href = new URL(to, location).href;
            },
          },
          document: { body: { append: () => undefined }, createElement: () => newChild(hidden) },
          open: () => (arePopupsBlocked ? null : newChild(opened)),
        });
        Object.defineProperties(fake, {
          name: {
            get: () => name,
            set: (given: string) => {
              name = given;
            },
          },
          sessionStorage: {
            get() {
              if (storage === "denied") throw new DOMException("Access is denied for this document.", "SecurityError");
              return area;
            },
          },
        });
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- holds every member of Window that is touched.
        const window = fake as unknown as Window;
        const unload = new AbortController();
        const documentClock: Clock = {
          now: () => clock.now(),
          after(milliseconds, action) {
            const dispose = clock.after(milliseconds, action);
            unload.signal.addEventListener("abort", dispose);
            return dispose;
          },
        };
        const widgets = joinAgentWidgets({
          window,
          openChannel,
          locks: locks === "absent" ? null : createFakeLocks(lockTails, locks === "allowed", unload.signal),
          clock: documentClock,
          newId: () => `${idPrefix}${(lastId += 1)}`,
          clientId: "client-1",
          environment: "mypurecloud.ie",
        });
        const gone = () => {
          frames.delete(target);
          widgets.dispose();
          unload.abort();
        };
        return { target, window, widgets, clock: documentClock, gone };
      };

      let loaded = loadDocument(address);
      const frame: FakeFrame = {
        window: loaded.window,
        widgets: loaded.widgets,
        clock: loaded.clock,
        opened,
        hidden,
        load(url) {
          loaded.gone();
          loaded = loadDocument(url);
          Object.assign(frame, { window: loaded.window, widgets: loaded.widgets, clock: loaded.clock });
        },
        address: () => loaded.window.location.href,
        blockPopups() {
          arePopupsBlocked = true;
        },
        deliver(message) {
          loaded.target.dispatchEvent(Object.assign(new Event("message"), message));
        },
        close() {
          loaded.gone();
        },
      };
      return frame;
    },
  };
}

/** A window or a frame of ours, its own contentWindow at once. */
function newChild(list: FakeChild[]): FakeChild {
  const child: FakeChild & Record<string, unknown> = {
    asEventSource: {},
    address: "",
    closed: false,
    location: {
      replace: (url: string) => {
        child.address = url;
      },
    },
    close: () => {
      child.closed = true;
    },
  };
  Object.defineProperties(child, {
    asEventSource: { value: child },
    src: {
      set: (url: string) => {
        child.address = url;
      },
    },
    contentWindow: { value: child },
    remove: { value: child["close"] },
  });
  list.push(child);
  return child;
}

/** Locks of one document over the tails of their queues, released when the document is gone. */
function createFakeLocks(
  tails: Map<string, Promise<unknown>>,
  isAllowed: boolean,
  unloaded: AbortSignal,
): Pick<LockManager, "request"> {
  const request = async (
    name: string,
    { signal }: LockOptions,
    callback: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (!isAllowed) throw new DOMException("The request was denied.", "SecurityError");
    const before = tails.get(name) ?? Promise.resolve();
    const mine = Promise.withResolvers<void>();
    tails.set(
      name,
      before.then(() => mine.promise),
    );
    unloaded.addEventListener("abort", () => {
      mine.resolve();
    });
    const aborted = new Promise<"aborted">((resolve) => {
      signal?.addEventListener("abort", () => {
        resolve("aborted");
      });
    });
    try {
      if ((await Promise.race([before, aborted])) === "aborted") throw new DOMException("Aborted.", "AbortError");
      if (unloaded.aborted) return await new Promise(() => undefined);
      return await callback(null);
    } finally {
      mine.resolve();
    }
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the two overloads only the one with options is called.
  return { request: request as LockManager["request"] };
}
