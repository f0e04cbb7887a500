import { expect, it } from "vitest";
import { anInteraction, customerId, valueOf } from "./builders.ts";
import { anOrganization, startService } from "./service-under-test.ts";

it("is what is recorded of a conversation, for who revises it, and nothing once that was erased", async () => {
  const organization = anOrganization({});
  const service = startService({ organization });
  const request = anInteraction([customerId()], { outcomeNotes: "Disputes the bill.", summarySource: "llm" });
  const { conversationId } = request.interaction;
  await valueOf(service.customers.recordInteraction(service.pipeline, request));
  const read = () => service.customers.readInteraction(organization, conversationId);
  expect(await read()).toMatchObject({ conversationId, outcomeNotes: "Disputes the bill.", summarySource: "llm" });
  expect(await service.customers.readInteraction(organization, "another")).toBeNull();
  expect(await service.customers.readInteraction({ ...organization, id: "another" }, conversationId)).toBeNull();
  await valueOf(service.customers.erase(service.pipeline, { customerId: "C-1001", dryRun: false, ifMatch: null }));
  expect(await read()).toBeNull();
  await service.close();
});
