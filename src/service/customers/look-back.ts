import type { AgentAction } from "../record/action.ts";
import { actionIssueEvent, actionTellings } from "../record/apply.ts";
import { interactionTellings, newestTellings, type Tellings } from "../record/collected.ts";
import type { Interaction } from "../record/interaction.ts";
import { foldIssue, interactionIssueEvent, type IssueEvent, type IssueState } from "../record/issue.ts";
import { comparePlaces, isBefore, sessionPlaceId, type Place } from "../record/order.ts";
import type { FactPage, Store } from "../stores/store.ts";

const pageSize = 100;

/** Stored facts of customers as they will be once a change lands: without what it takes away, with what it adds. */
export interface FactsAhead {
  readonly store: Store;
  readonly tenant: string;
  readonly customerIds: readonly string[];
  /** Place ids of facts. */
  readonly without: ReadonlySet<string>;
  readonly added: readonly Interaction[];
  /** Facts from before it are past their days. */
  readonly since?: Place;
  /** The action that is being added, newer than all others. */
  readonly action?: AgentAction;
}

/** The open issue by the facts themselves, read from the newest back to the last that closed it. */
export function lookBackForIssue(facts: FactsAhead): Promise<IssueState> {
  return foldIssue(
    newestFirst(
      events(interactionsOf(facts), ({ summary }) => interactionIssueEvent(summary)),
      events(actionsOf(facts), actionIssueEvent),
      ({ place }) => place,
    ),
  );
}

/** The newest telling of each of these keys by the facts themselves; keys that nobody told any more are left out. */
export async function lookBackForTellings(facts: FactsAhead, keys: readonly string[]): Promise<Tellings> {
  const wanted = new Set(keys);
  const only = (told: Tellings): Tellings =>
    Object.fromEntries(Object.entries(told).filter(([key]) => wanted.has(key)));
  let found: Tellings = {};
  for (const { told, session } of await facts.store.sessions(facts.tenant, facts.customerIds)) {
    if (!facts.without.has(sessionPlaceId(session.sessionId))) found = newestTellings(found, only(told));
  }
  for await (const action of actionsOf(facts)) {
    found = newestTellings(found, only(actionTellings(action)));
    if (keys.every((key) => Object.hasOwn(found, key))) break;
  }
  for await (const { summary, values } of interactionsOf(facts)) {
    found = newestTellings(found, only(interactionTellings(summary, values)));
    const isSettled = keys.every(
      (key) => (Object.hasOwn(found, key) ? (found[key]?.at ?? "") : "") > summary.startTime,
    );
    if (isSettled) break;
  }
  return found;
}

const placeOf = ({ summary }: Interaction): Place => ({ at: summary.startTime, id: summary.conversationId });

function interactionsOf(facts: FactsAhead): AsyncIterable<Interaction> {
  const stored = paged(placeOf, (page) => facts.store.interactions(facts.tenant, facts.customerIds, page));
  const kept = events(until(stored, placeOf, facts.since), (fact) =>
    facts.without.has(fact.summary.conversationId) ? null : fact,
  );
  return newestFirst(kept, given(facts.added.toSorted((a, b) => comparePlaces(placeOf(b), placeOf(a)))), placeOf);
}

async function* actionsOf(facts: FactsAhead): AsyncGenerator<AgentAction> {
  if (facts.action) yield facts.action;
  const stored = paged(
    ({ place }: AgentAction) => place,
    (page) => facts.store.actions(facts.tenant, facts.customerIds, page),
  );
  yield* until(stored, ({ place }) => place, facts.since);
}

async function* paged<T>(
  place: (fact: T) => Place,
  read: (page: FactPage) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  let before: Place | null = null;
  for (;;) {
    const page: readonly T[] = await read({ before, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    before = place(last);
  }
}

async function* until<T>(
  newestFirstFacts: AsyncIterable<T>,
  place: (fact: T) => Place,
  since: Place | undefined,
): AsyncGenerator<T> {
  for await (const fact of newestFirstFacts) {
    if (since && isBefore(place(fact), since)) return;
    yield fact;
  }
}

async function* events<T, R extends IssueEvent | Interaction>(
  facts: AsyncIterable<T>,
  toEvent: (fact: T) => R | null,
): AsyncGenerator<R> {
  for await (const fact of facts) {
    const event = toEvent(fact);
    if (event) yield event;
  }
}

async function* given<T>(facts: readonly T[]): AsyncGenerator<T> {
  yield* facts;
}

async function* newestFirst<T>(a: AsyncIterable<T>, b: AsyncIterable<T>, place: (fact: T) => Place): AsyncGenerator<T> {
  const [left, right] = [a[Symbol.asyncIterator](), b[Symbol.asyncIterator]()];
  let [one, other] = [await left.next(), await right.next()];
  while (one.done !== true || other.done !== true) {
    if (other.done === true || (one.done !== true && comparePlaces(place(one.value), place(other.value)) > 0)) {
      if (one.done !== true) yield one.value;
      one = await left.next();
    } else {
      yield other.value;
      other = await right.next();
    }
  }
}
