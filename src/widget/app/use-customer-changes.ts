import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LookupAnswer, ReturningCustomer } from "../../contract/lookup.ts";
import { applyChange, presentCustomer } from "../journey/live/apply-change.ts";
import type { CustomerChange } from "../journey/live/customer-change.ts";
import type { Reading } from "../journey/reading.ts";
import type { Following } from "../journey/situation.ts";
import { useLocale } from "../locale/LocaleProvider.tsx";
import type { Connections } from "./connections.ts";

/** So long a stream may take to stand before it is said that changes do not arrive. */
const patienceMilliseconds = 5000;

/** Follows whoever is on screen; says whether their changes arrive by themselves. */
export function useCustomerChanges(
  { customerChanges, attention, clock }: Connections,
  conversationId: string,
  lookup: Reading<LookupAnswer> | undefined,
): Following {
  const client = useQueryClient();
  const { text } = useLocale();
  const answer = lookup?.known?.value;
  const customerId = answer?.status === "returning_customer" ? answer.customerId : null;

  const words = useRef(text);
  useEffect(() => {
    words.current = text;
  }, [text]);

  useEffect(() => {
    if (customerId === null) return undefined;
    const present = () => presentCustomer(client, customerId);
    const take = async (change: CustomerChange): Promise<void> => {
      const news = newsOf(change, present(), conversationId);
      if (news !== null) {
        attention.notice(words.current("attention.title"), news === "issue" ? null : words.current(newsWords[news]));
      }
      await applyChange(client, change, clock.now());
    };
    // One after the other: what comes next is news against what came before.
    let taken = Promise.resolve();
    return customerChanges.follow(
      customerId,
      () => present()?.version ?? 0,
      (change) => {
        taken = taken.then(() => take(change));
      },
    );
  }, [attention, client, clock, conversationId, customerChanges, customerId]);

  const isLive = useSyncExternalStore(
    useCallback((listener) => customerChanges.subscribe(listener), [customerChanges]),
    () => customerId !== null && customerChanges.isLive(customerId),
  );
  const [isGivenUp, setGivenUp] = useState(false);
  useEffect(() => {
    if (isLive || customerId === null) return undefined;
    const forget = clock.after(patienceMilliseconds, () => setGivenUp(true));
    return () => {
      forget();
      setGivenUp(false);
    };
  }, [clock, customerId, isLive]);
  if (isLive) return "live";
  return customerId === null || isGivenUp ? "off" : "connecting";
}

const newsWords = {
  interaction: "attention.interaction",
  merged: "attention.merged",
  erased: "state.erased",
} as const;

/** What of a change an agent should hear of who looks elsewhere; this very interaction's own end is none. */
function newsOf(
  change: CustomerChange,
  before: ReturningCustomer | null,
  conversationId: string,
): keyof typeof newsWords | "issue" | null {
  if (change.kind !== "context") return change.kind;
  const { interactions, activeIssue, version } = change.record;
  if (before === null || version <= before.version) return null;
  const [newest] = interactions;
  const known = new Set([conversationId, ...before.recentInteractions.map((one) => one.conversationId)]);
  if (newest && !known.has(newest.conversationId)) return "interaction";
  return activeIssue === before.activeIssue ? null : "issue";
}
