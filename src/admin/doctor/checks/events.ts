import { createHash } from "node:crypto";
import { operationsOverview, type OperationsOverview } from "../../../contract/operations-overview.ts";
import { problem } from "../../../contract/problem.ts";
import { routes } from "../../../contract/routes.ts";
import { eventsAnswer } from "../../../contract/writes.ts";
import type { Organization } from "../../../service/config.ts";
import { fails, holds, holdsIf, unknown, type Finding } from "../finding.ts";
import { serviceKeyVariable, type DoctorDeps, type Patient } from "../patient.ts";
import { reach, type Reached } from "../reach.ts";

const dayMilliseconds = 86_400_000;
const hourMilliseconds = 3_600_000;
const lateSeconds = 600;

type Asked = Pick<Patient, "service"> & { readonly organization: Organization };

/** Whether events get in, when the last one did, and whether they are worked off. */
export async function checkEvents(
  deps: DoctorDeps,
  patient: Asked,
  /** A conversation that has ended: its event is sent once more and followed to the end. */
  ended: string | null,
): Promise<readonly Finding[]> {
  const key = deps.env[serviceKeyVariable]?.trim() ?? "";
  if (key === "")
    return [
      unknown(
        "The event feed",
        `Put the service key of the event feed (scope events:write) into ${serviceKeyVariable}: a test event is sent with it that records nothing.`,
      ),
    ];
  const listed = patient.organization.serviceKeys.find(
    ({ sha256 }) => sha256.toLowerCase() === createHash("sha256").update(key).digest("hex"),
  );
  const send = (detailType: string, detail: unknown) => post(deps, patient, key, detailType, detail);
  const taken = await send("v2.detail.events.conversation.{id}.doctor", {});
  if (!taken.ok) return [fails("A test event does not get in", taken.next)];
  if (taken.status !== 202) return [refusedEvent(taken, listed !== undefined)];
  const counted = eventsAnswer.safeParse(taken.body);
  const findings: Finding[] = [
    holdsIf(
      counted.success && counted.data.ignored === 1,
      "A test event gets in, and is ignored as it should be",
      "A test event was not ignored",
      "Another version than this one is running: update the service.",
    ),
  ];
  const overview = await readOverview(deps, patient, key);
  if (!overview) return [...findings, unknown("What became of the events", "/v1/operations could not be read.")];
  findings.push(...checkArrivals(overview, deps.now()), ...checkWork(overview));
  if (ended !== null) {
    const detail = { eventBody: { conversationId: ended, sessionId: "", eventTime: deps.now() } };
    const again = await send("v2.detail.events.conversation.{id}.customer.end", detail);
    findings.push(
      again.ok && again.status === 202
        ? await followToTheEnd(deps, patient, key, finished(overview))
        : fails("The conversation's event does not get in", "See the test event above."),
    );
  }
  return findings;
}

function refusedEvent({ status, body }: Extract<Reached, { ok: true }>, isListed: boolean): Finding {
  if (status === 401)
    return fails(
      "The service does not know the key of the event feed",
      isListed
        ? "It is in uic.config.json here: start the service anew, or look whether it reads this file."
        : `Put the sha256 of the key (printf %s "$${serviceKeyVariable}" | sha256sum) into serviceKeys of uic.config.json with the scope events:write, and start the service anew.`,
    );
  const said = problem.safeParse(body);
  const detail = said.success ? said.data.detail : `It answered ${String(status)}.`;
  if (status === 403)
    return fails(
      "The key of the event feed may not send events",
      `${detail} Scopes stand in serviceKeys of uic.config.json.`,
    );
  return fails("A test event is not taken", detail);
}

function checkArrivals({ events, countingSince }: OperationsOverview, now: number): readonly Finding[] {
  const running = now - Date.parse(countingSince);
  const look =
    "Look at the EventBridge integration, at the rule on the partner event bus, and at the API destination with its header Authorization: Bearer KEY.";
  if (events.lastAcceptedAt !== null) {
    const ago = now - Date.parse(events.lastAcceptedAt);
    return [
      ago < dayMilliseconds
        ? holds(`The last event of a conversation came ${events.lastAcceptedAt}`)
        : fails(`No event of a conversation has come since ${events.lastAcceptedAt}`, look),
    ];
  }
  return [
    running > hourMilliseconds
      ? fails(`No event of a conversation has come since the service started ${countingSince}`, look)
      : unknown(
          "Whether events of conversations come",
          `None has since the service started ${countingSince}; end a conversation and look again.`,
        ),
  ];
}

function checkWork({ events: { queue } }: OperationsOverview): readonly Finding[] {
  if (queue === null) return [unknown("The queue of events", "The store did not answer.")];
  return [
    holdsIf(
      queue.overdueSeconds <= lateSeconds,
      "Events are worked off in time",
      `The oldest event has been due for ${String(Math.round(queue.overdueSeconds / 60))} minutes`,
      "Look at the pipeline's client above and at the service's log: Genesys Cloud may be limiting or refusing its calls.",
    ),
    holdsIf(
      queue.deadLetters === 0,
      "No conversation was given up",
      `${String(queue.deadLetters)} conversations were given up`,
      "Read why under /operators/, mend it, and replay them there.",
    ),
  ];
}

/** Tries after which nothing is left to do for a conversation. */
function finished({ events: { tries } }: OperationsOverview): number {
  const ends = ["recorded", "unchanged", "anonymous", "no_customer", "erased"];
  return ends.reduce((sum, end) => sum + (tries[end] ?? 0), 0);
}

async function followToTheEnd(deps: DoctorDeps, patient: Asked, key: string, before: number): Promise<Finding> {
  const patience = patient.organization.settleSeconds * 1000 + 30_000;
  const pause = 1000;
  for (let waited = 0; waited <= patience; waited += pause) {
    const overview = await readOverview(deps, patient, key);
    if (overview && finished(overview) > before) return holds("The conversation's event got in and was worked off");
    await deps.wait(pause);
  }
  return fails(
    "The conversation's event got in and was not worked off",
    "Look at the pipeline's client above; without client in uic.config.json events are kept and wait.",
  );
}

async function readOverview(deps: DoctorDeps, { service }: Asked, key: string): Promise<OperationsOverview | null> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await reach(deps, service + routes.operations(), { headers });
  return answer.ok && answer.status === 200 ? (operationsOverview.safeParse(answer.body).data ?? null) : null;
}

/** As Genesys Cloud sends it through EventBridge; a topic that the pipeline does not use is counted and forgotten. */
function post(
  deps: DoctorDeps,
  { service, organization }: Asked,
  key: string,
  detailType: string,
  detail: unknown,
): Promise<Reached> {
  const envelope = {
    version: "0",
    id: deps.newId(),
    "detail-type": detailType,
    source: `aws.partner/genesys.com/cloud/${organization.id}/doctor`,
    time: new Date(deps.now()).toISOString(),
    resources: [],
    detail,
  };
  return reach(deps, service + routes.genesysEvents(), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(envelope),
  });
}
