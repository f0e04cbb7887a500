import { createCustomers } from "../../../../src/service/customers/create-customers.ts";
import type { Call, Customers } from "../../../../src/service/customers/customers.ts";
import type { DynamoLocation } from "../../../../src/service/stores/dynamodb/open.ts";
import { anOrganization, morning } from "../../customers/service-under-test.ts";
import { openQuietly } from "./engine-under-test.ts";

export interface DynamoService {
  readonly customers: Customers;
  readonly agent: Call;
  close(): Promise<void>;
}

/** The customers' operations over DynamoDB and S3, as one process has them. */
export async function startDynamoService(location: DynamoLocation, name: string): Promise<DynamoService> {
  const stores = await openQuietly(location);
  let ids = 0;
  return {
    customers: createCustomers({
      store: stores.customers,
      inbox: stores.inbox,
      identifierKey: "a secret of the tests, long enough",
      now: () => Date.parse(morning),
      random: Math.random,
      newId: () => `${name} ${(ids += 1)}`,
    }),
    agent: { organization: anOrganization(), actor: { type: "agent", id: "agent-1" }, requestId: "req_1" },
    close: () => stores.close(),
  };
}
