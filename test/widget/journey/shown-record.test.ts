import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { LookupAnswer } from "../../../src/contract/lookup.ts";
import type { Reading } from "../../../src/widget/journey/reading.ts";
import { showRecord } from "../../../src/widget/journey/shown-record.ts";
import { aCustomer, aRecord } from "../support/customers.ts";

const key = ["lookup", "c-1", "p-1", false, []];

function cached(answer: LookupAnswer): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const reading: Reading<LookupAnswer> = {
    known: { value: answer, at: "2026-03-04T09:15:00.000Z", clockAheadBy: 0 },
    failure: null,
  };
  client.setQueryData(key, reading);
  return client;
}

const shown = (client: QueryClient) => client.getQueryData<Reading<LookupAnswer>>(key)?.known?.value;

describe("a record that is newer", () => {
  it("takes the place of what an answer shows, and leaves what only a lookup knows", async () => {
    const conflicts = [{ type: "email" as const, index: 1, customerId: "C-2" }];
    const client = cached(aCustomer({ conflicts }));
    await showRecord(client, aRecord({ activeIssue: "Refund missing", version: 8 }));
    expect(shown(client)).toMatchObject({ activeIssue: "Refund missing", version: 8, conflicts });
  });

  it.each([
    ["is older than what is shown", { version: 6 }],
    ["is another customer's", { customerId: "C-2", version: 9 }],
  ])("changes nothing when it %s", async (_, record) => {
    const client = cached(aCustomer());
    await showRecord(client, aRecord({ activeIssue: "Refund missing", ...record }));
    expect(shown(client)).toEqual(aCustomer());
  });

  it("is not overtaken by a lookup that was on its way, which is made anew", async () => {
    const client = cached(aCustomer());
    let asked = 0;
    const first = Promise.withResolvers<Reading<LookupAnswer>>();
    const fetching = client.fetchQuery({
      queryKey: key,
      staleTime: 0,
      queryFn() {
        asked += 1;
        return first.promise;
      },
    });
    fetching.catch(() => {});
    await showRecord(client, aRecord({ activeIssue: "Refund missing", version: 8 }));
    first.resolve({ known: { value: aCustomer(), at: "2026-03-04T09:15:00.000Z", clockAheadBy: 0 }, failure: null });
    await fetching.catch(() => {});
    expect(asked).toBe(1);
    expect(shown(client)).toMatchObject({ activeIssue: "Refund missing" });
    expect(client.getQueryState(key)?.isInvalidated).toBe(true);
  });
});
