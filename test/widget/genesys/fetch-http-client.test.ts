// @vitest-environment node
import { expect, it } from "vitest";
import { FetchHttpClient } from "../../../src/widget/genesys/fetch-http-client.ts";

const request = {
  url: "https://api.mypurecloud.ie/api/v2/users/me",
  method: "POST",
  headers: { Authorization: "Bearer the-secret-token" },
  data: "code=the-secret-code",
};

const everythingIn = (error: unknown): string => {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const own = Object.fromEntries(
    Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name) as unknown]),
  );
  return `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(own)} ${everythingIn(error.cause ?? null)}`;
};

it.each<[string, typeof fetch]>([
  ["a failure", () => Promise.resolve(Response.json({ message: "no" }, { status: 401 }))],
  ["no answer", (input, init) => Promise.reject(Object.assign(new TypeError("Failed to fetch"), { input, init }))],
])("keeps token and code out of the error of %s", async (_, fetch) => {
  const error: unknown = await new FetchHttpClient(fetch).request(request).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(Error);
  expect(everythingIn(error)).not.toContain("secret");
});

it("aborts only what was started with the signal", async () => {
  const signals: AbortSignal[] = [];
  const client = new FetchHttpClient((_, init) => {
    if (init?.signal) signals.push(init.signal);
    return Promise.resolve(Response.json({}));
  });
  const abort = new AbortController();
  const first = client.abortable(abort.signal, () => client.request(request));
  const second = client.request(request);
  abort.abort();
  await Promise.allSettled([first, second]);
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
});

it("offers the SDK no hook that would see the token", () => {
  expect(() => {
    new FetchHttpClient(fetch).enableHooks();
  }).toThrow("switched off");
});
