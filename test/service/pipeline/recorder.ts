import type { InteractionRequest } from "../../../src/contract/writes.ts";
import { completeInteraction } from "../../../src/service/record/interaction.ts";
import type { Customers, Outcome } from "../../../src/service/customers/customers.ts";

type Recorded = Awaited<ReturnType<Customers["recordInteraction"]>>;

export interface Recorder extends Pick<Customers, "recordInteraction" | "readInteraction"> {
  /** Every request, in order. */
  readonly requests: InteractionRequest[];
  /** By first identifier and conversation, what the record holds: the later `revisedAt` wins. */
  readonly records: () => ReadonlyMap<string, InteractionRequest>;
  readonly forget: () => void;
  /** Consulted first; undefined records as ever. */
  answer: (request: InteractionRequest) => Recorded | undefined;
}

/** Stands in for the customers' records, with the one rule that the pipeline relies on. */
export function createRecorder(): Recorder {
  const requests: InteractionRequest[] = [];
  const records = new Map<string, InteractionRequest>();
  const recorder: Recorder = {
    requests,
    records: () => records,
    forget: () => records.clear(),
    answer: () => undefined,
    readInteraction: (_organization, conversationId) => {
      const known = [...records.values()].find(({ interaction }) => interaction.conversationId === conversationId);
      return Promise.resolve(known ? completeInteraction(known.interaction, "2026-05-04T00:00:00.000Z") : null);
    },
    recordInteraction: (_call, request) => {
      requests.push(request);
      const answered = recorder.answer(request);
      if (answered) return Promise.resolve(answered);
      const [first] = request.identifiers;
      if (!first) return Promise.resolve(recorded(null, false));
      const key = `${first.value} ${request.interaction.conversationId}`;
      const known = records.get(key);
      if (!known || (known.interaction.revisedAt ?? "") <= (request.interaction.revisedAt ?? ""))
        records.set(key, request);
      return Promise.resolve(recorded("cust_1", known === undefined));
    },
  };
  return recorder;
}

function recorded(
  customerId: string | null,
  created: boolean,
): Outcome<{
  readonly customerId: string | null;
  readonly version: number | null;
  readonly created: boolean;
}> {
  return { ok: true, value: { customerId, version: customerId === null ? null : 1, created } };
}
