import type { BrowserContext, Page, Request } from "@playwright/test";
import { contacts } from "../../src/desk/installation/people.ts";

/** Sees everything that a browser says and asks for during one test. */
export interface Watch {
  /** Announces what this test provokes on the console on purpose; everything else there fails it. */
  expect(line: RegExp): void;
  /** Every address asked for so far, fragments included: pages, frames, files, API calls and sockets. */
  addresses(): readonly string[];
  /** Forgets the addresses of before. */
  forgetAddresses(): void;
  /** What must not have been, each in one line; empty after a clean test. */
  faults(): readonly string[];
}

const loopback = new Set(["localhost", "127.0.0.1"]);

/** Genesys Cloud's own sandbox list has both; Chromium warns of it where frame and page share an origin, as desk and login do here. */
const ofTheSandboxList =
  /^console warning: An iframe which has both allow-scripts and allow-same-origin .* can escape its sandboxing/u;

/** Watches every page, popup and frame of the context from now on. */
export async function watchContext(context: BrowserContext): Promise<Watch> {
  const expected: RegExp[] = [ofTheSandboxList];
  const said: string[] = [];
  const tokens = new Set<string>();
  let all: string[] = [];
  let addresses: string[] = [];

  const ask = (address: string): void => {
    all.push(address);
    addresses.push(address);
  };
  const watchRequest = (request: Request): void => {
    ask(request.url());
    const token = /^bearer (\S+)$/iu.exec(request.headers()["authorization"] ?? "")?.[1];
    if (token !== undefined) tokens.add(token);
  };
  const watchPage = (page: Page): void => {
    page.on("websocket", (socket) => ask(socket.url()));
    page.on("framenavigated", (frame) => ask(frame.url()));
  };

  // The browser reports a violation of the policy of a frame of another process only inside of it.
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      // oxlint-disable-next-line eslint/no-console -- the console is how the page tells the test
      console.error(`Content security policy violated: ${effectiveDirective} ${blockedURI}`);
    });
  });
  for (const page of context.pages()) watchPage(page);
  context.on("page", watchPage);
  context.on("request", watchRequest);
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    said.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  // Uncaught errors and unhandled rejections alike.
  context.on("weberror", (error) => said.push(`uncaught: ${String(error.error().stack ?? error.error())}`));

  return {
    expect: (line) => {
      expected.push(line);
    },
    addresses: () => [...addresses],
    forgetAddresses: () => {
      addresses = [];
    },
    faults: () => [
      ...said.filter((line) => !expected.some((pattern) => pattern.test(line))),
      ...all.flatMap((address) => faultOf(address, tokens)),
    ],
  };
}

function faultOf(address: string, tokens: ReadonlySet<string>): readonly string[] {
  const url = new URL(address);
  if (["data:", "blob:", "about:", "chrome-error:"].includes(url.protocol)) return [];
  if (!loopback.has(url.hostname)) return [`left this machine: ${address}`];
  // The implicit grant brings its token in the fragment, and the widget takes it off before anything else is asked.
  const isAnswer = url.hash.includes("access_token=") && url.searchParams.size === 0;
  const readable = decodeURIComponent(isAnswer ? url.origin + url.pathname : address);
  if ([...tokens].some((token) => readable.includes(token)))
    return [`a token in an address: ${url.origin}${url.pathname}`];
  const personal = personalData.find((pattern) => pattern.test(readable));
  return personal === undefined ? [] : [`personal data (${String(personal)}) in an address: ${address}`];
}

/** Numbers and mailboxes in general, and whatever the demo's customers are known by. */
const personalData: readonly RegExp[] = [
  /[\w.+-]+@[\w-]+\.\w/u,
  /(?:tel:|sip:|\+)\d{7}/u,
  ...Object.values(contacts)
    .flatMap(textsOf)
    .filter((text) => /^\+?\d{9,}$/u.test(text) || text.includes("@"))
    .map((text) => new RegExp(text.replace(/^\+/u, "").replaceAll(".", "\\."), "iu")),
];

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
