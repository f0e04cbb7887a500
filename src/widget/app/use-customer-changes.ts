import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LookupAnswer, ReturningCustomer } from "../../contract/lookup.ts";
import { applyChange, presentVersion } from "../journey/live/apply-change.ts";
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
  const customer = answer?.status === "returning_customer" ? answer : null;
  const customerId = customer?.customerId ?? null;

  const notice = (change: CustomerChange): void => {
    const news = newsOf(change, customer, conversationId);
    if (news === null) return;
    attention.notice(text("attention.title"), news === "issue" ? null : text(newsWords[news]));
  };
  const latest = useRef(notice);
  useEffect(() => {
    latest.current = notice;
  });

  useEffect(() => {
    if (customerId === null) return undefined;
    return customerChanges.follow(
      customerId,
      () => presentVersion(client, customerId),
      (change) => {
        latest.current(change);
        void applyChange(client, change, clock.now());
      },
    );
  }, [client, clock, customerChanges, customerId]);

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
