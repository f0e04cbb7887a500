import { expect, it } from "vitest";
import { openDatabase } from "../../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../../src/service/stores/sqlite/inbox-store.ts";
import { crashAt } from "../crashing.ts";
import type { Reply } from "../fake-genesys.ts";
import { answeredCall, conversationIdOf } from "../genesys-shapes.ts";
import { startHarness } from "../harness.ts";
import { reply, startFakeModel } from "./fake-model.ts";
import { letBeTold } from "./told-conversation.ts";

const [settle, quarter, lease] = [60, 15 * 60, 5 * 60];

it("a process that dies at any step leaves a summary that is neither lost nor older than its facts", async () => {
  const model = await startFakeModel();
  const harness = await startHarness({ languageModel: { baseUrl: model.baseUrl, model: "small" } });
  const database = openDatabase(harness.path);
  const store = createSqliteInboxStore(database);
  const replies: Record<string, Reply> = {};
  harness.genesys.any = (path) => replies[path];
  let handledBy = "0000000000b1";
  harness.genesys.detail = (id) => ({
    status: 200,
    text: JSON.stringify(answeredCall(id)).replaceAll("0000000000b1", handledBy),
  });
  let steps = 0;
  for (const when of ["before", "after"] as const) {
    for (let step = 1; ; step += 1) {
      const id = conversationIdOf(100 + steps);
      const dying = () => crashAt(step, when, { store, customers: harness.recorder, fetch });
      const recorded = () => harness.recorder.requests.findLast(({ interaction }) => interaction.conversationId === id);
      letBeTold(harness.genesys, replies, id, [["customer", `My bill number ${steps} is wrong again.`]]);
      await harness.accept("customer.end", id);
      harness.now += settle * 1000;
      const first = dying();
      await harness
        .another({ ...first, workers: 1 })
        .runDue()
        .catch(() => undefined);
      await harness.after(lease);
      expect(recorded()?.interaction.summarySource, `${when} step ${step}`).toBe("llm");

      // The model is gone when the facts are corrected, and another process dies over that.
      model.respond = (response) => reply(response, "", 503);
      handledBy = "0000000000b2";
      harness.now += quarter * 1000;
      const second = dying();
      await harness
        .another({ ...second, workers: 1 })
        .runDue()
        .catch(() => undefined);
      await harness.after(lease);
      expect(recorded()?.interaction, `${when} step ${step}`).toMatchObject({
        summarySource: "llm",
        agentId: expect.stringMatching(/b2$/),
      });
      model.respond = null;
      handledBy = "0000000000b1";
      await harness.pipeline.inbox.removeJobs(harness.organization.id, [id], false);
      steps += 1;
      if (!first.crashed() && !second.crashed()) break;
    }
  }
  await database.close();
  await harness.close();
  await model.close();
  expect(steps).toBeGreaterThan(20);
});
