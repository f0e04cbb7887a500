import { createPipeline } from "../../../src/service/pipeline/pipeline.ts";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { conversationIdOf, envelopeOf } from "./genesys-shapes.ts";
import { organizationOf } from "./organizations.ts";
import { createRecorder } from "./recorder.ts";

// Accepts events for ever and works on them beside it; prints a line for each that was acknowledged. Ended from outside.
const [, , path = "", apiOrigin = ""] = process.argv;
const organization = organizationOf({ apiOrigin, settleSeconds: 0, client: { id: "pipeline", secretEnv: "SECRET" } });
// The test's clock stands at another time than this process's: what it leases must look long past there.
const now = () => Date.parse("2026-05-04T09:00:00.000Z");
const quiet = () => undefined;
const pipeline = createPipeline({
  organizations: [organization],
  customers: createRecorder(),
  store: createSqliteInboxStore(openDatabase(path)),
  clientSecret: () => "s3cret",
  digestKey: "a secret under digests, of 32 characters",
  fetch,
  now,
  random: () => 0.5,
  newId: () => crypto.randomUUID(),
  log: { info: quiet, warn: quiet, error: quiet },
  metrics: {
    countEvents: quiet,
    noteArrival: quiet,
    observeLag: quiet,
    countOutcome: quiet,
    countModelQuestion: quiet,
    watchBacklog: quiet,
  },
});
pipeline.start();
for (let number = 1; ; number += 1) {
  const accepted = await pipeline.inbox.accept(organization, [envelopeOf("customer.end", conversationIdOf(number))]);
  if (accepted.ok) process.stdout.write(`${number}\n`);
}
