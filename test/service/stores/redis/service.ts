import { createCustomers } from "../../../../src/service/customers/create-customers.ts";
import type { Call, Customers } from "../../../../src/service/customers/customers.ts";
import { openRedisStores, type RedisStores } from "../../../../src/service/stores/redis/open.ts";
import { anOrganization, morning } from "../../customers/service-under-test.ts";

export interface RedisService {
  readonly customers: Customers;
  readonly stores: RedisStores;
  readonly agent: Call;
  close(): Promise<void>;
}

/** The customers' operations over a Redis server, as one process has them. */
export async function startRedisService(url: string, process = "one"): Promise<RedisService> {
  const stores = await openRedisStores({ url, warn: () => undefined });
  let ids = 0;
  return {
    customers: createCustomers({
      store: stores.customers,
      inbox: stores.inbox,
      identifierKey: "a secret of the tests, long enough",
      now: () => Date.parse(morning),
      random: Math.random,
      newId: () => `${process} ${(ids += 1)}`,
    }),
    stores,
    agent: anAgentOf("organization-1"),
    close: () => stores.close(),
  };
}

export function anAgentOf(organizationId: string): Call {
  return {
    organization: anOrganization({ id: organizationId }),
    actor: { type: "agent", id: "agent-1" },
    requestId: "req_1",
  };
}
