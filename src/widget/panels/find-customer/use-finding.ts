import { useEffect, useRef, useState } from "react";
import type { MergeAnswer } from "../../../contract/merge.ts";
import type { IdentifierType } from "../../../contract/identifier.ts";
import type { Candidate } from "../../../contract/lookup.ts";
import type { IdentityActions } from "../../journey/identity-calls.ts";
import type { Failure } from "../../journey/refusal.ts";

export interface Person {
  readonly customerId: string;
  /** As the agent reads it; others wrote it. */
  readonly name: string;
}

type Step =
  /** At whom a conflict names. */
  | { readonly kind: "looking" }
  | { readonly kind: "search"; readonly candidates: readonly Candidate[] }
  /** What should be linked belongs to somebody else. */
  | { readonly kind: "taken"; readonly type: IdentifierType; readonly into: Person; readonly other: Person }
  | {
      readonly kind: "preview";
      readonly into: Person;
      readonly from: Person;
      /** Of the customer that stays, when it was looked at. */
      readonly version: number;
      readonly answer: MergeAnswer;
    }
  | { readonly kind: "merged"; readonly into: Person; readonly mergeId: string };

/** Why it did not go on, by the message that says so. */
type Trouble = "find.none" | "find.self" | "link.unusable" | `refusal.${Failure}`;

interface Needs {
  readonly kind: "find" | "link" | "merge";
  readonly onScreen: Person | null;
  readonly suggested: string | null;
  readonly identity: IdentityActions;
  readonly onFound: (customerId: string) => void;
  readonly onMerged: () => void;
}

export interface Finding {
  readonly step: Step;
  readonly isBusy: boolean;
  /** Why it did not go on. */
  readonly trouble: Trouble | null;
  readonly search: (words: string) => Promise<void>;
  readonly choose: (candidate: Candidate) => Promise<void>;
  /** Both customers use what should be linked. */
  readonly share: () => Promise<void>;
  readonly preview: (into: Person, from: Person) => Promise<void>;
  readonly merge: () => Promise<void>;
}

/** From the words of an agent to a link or a merge, step by step. */
export function useFinding({ kind, onScreen, suggested, identity, onFound, onMerged }: Needs): Finding {
  const [step, setStep] = useState<Step>(suggested === null ? { kind: "search", candidates: [] } : { kind: "looking" });
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const gone = useRef(new AbortController());
  useEffect(() => {
    const stay = new AbortController();
    gone.current = stay;
    if (suggested !== null && onScreen) void act(async () => preview(onScreen, await personOf(suggested)));
    return () => stay.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it is opened
  }, []);

  /** One thing at a time; what it answers is what stands in the way, or the next step. */
  async function act(doing: () => Promise<Trouble | Step | null>): Promise<void> {
    setBusy(true);
    setTrouble(null);
    const { signal } = gone.current;
    const next = await doing().catch(() => null);
    if (signal.aborted) return;
    setBusy(false);
    if (typeof next === "string") setTrouble(next);
    else if (next !== null) setStep(next);
  }

  async function link(into: Person, share: boolean): Promise<Trouble | Step | null> {
    const linked = kind === "link" ? await identity.link(into.customerId, share) : { kind: "linked" as const };
    switch (linked.kind) {
      case "linked":
        onFound(into.customerId);
        return null;
      case "unusable":
        return "link.unusable";
      case "failed":
        return `refusal.${linked.because}`;
      case "already-linked": {
        const other = await personOf(linked.customerId);
        return { kind: "taken", type: linked.type, into, other };
      }
    }
  }

  async function personOf(customerId: string): Promise<Person> {
    const read = await identity.read(customerId, gone.current.signal);
    return { customerId, name: (read.kind === "answered" ? read.value.displayName : null) ?? customerId };
  }

  /** A customer that the service had to name goes into one that the CRM knows, whichever was asked for. */
  async function preview(one: Person, other: Person): Promise<Trouble | Step> {
    const [into, from] = isMade(one) && !isMade(other) ? [other, one] : [one, other];
    const { signal } = gone.current;
    const [read, previewed] = await Promise.all([
      identity.read(into.customerId, signal),
      identity.previewMerge(into.customerId, from.customerId, signal),
    ]);
    if (read.kind === "failed") return `refusal.${read.because}`;
    if (previewed.kind === "failed") return `refusal.${previewed.because}`;
    return { kind: "preview", into, from, version: read.value.version, answer: previewed.value };
  }

  return {
    step,
    isBusy,
    trouble,
    search: (words) =>
      act(async () => {
        const found = words.trim() === "" ? null : await identity.find(words, gone.current.signal);
        if (found === null) return null;
        if (found.kind === "failed") return `refusal.${found.because}`;
        setStep({ kind: "search", candidates: found.candidates });
        return found.candidates.length === 0 ? "find.none" : null;
      }),
    choose: ({ customerId, displayName }) =>
      act(() => {
        const person = { customerId, name: displayName ?? customerId };
        if (customerId === onScreen?.customerId) return Promise.resolve("find.self" as const);
        return kind === "merge" && onScreen ? preview(onScreen, person) : link(person, false);
      }),
    share: () => act(async () => (step.kind === "taken" ? link(step.into, true) : null)),
    preview: (into, from) => act(() => preview(into, from)),
    merge: () =>
      act(async () => {
        if (step.kind !== "preview") return null;
        const merged = await identity.merge(step.into.customerId, step.from.customerId, step.version);
        if (merged.kind === "failed") return `refusal.${merged.because}`;
        onMerged();
        return { kind: "merged", into: step.into, mergeId: merged.value.mergeId ?? "" };
      }),
  };
}

/** See the contract: ids that the service makes begin like this. */
function isMade({ customerId }: Person): boolean {
  return customerId.startsWith("cust_");
}
