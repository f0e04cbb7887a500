import { type InfiniteData, QueryClient, useInfiniteQuery, type UseInfiniteQueryOptions } from "@tanstack/react-query";
import { useContext, useMemo, useState } from "react";
import type { InteractionsPage } from "../../contract/interactions-page.ts";
import type { InteractionSummary } from "../../contract/interaction.ts";
import type { ReturningCustomer } from "../../contract/lookup.ts";
import { ArchiveSource } from "./archive-source.ts";
import type { UicClient } from "./uic.ts";

/** All interactions of one customer, newest first, as far as they were read. */
export interface Archive {
  readonly interactions: readonly InteractionSummary[];
  readonly total: number;
  /** `unread`: only the recent ones are here; `more`: part of the archive is; `failed`: {@link readMore} tries again. */
  readonly state: "unread" | "reading" | "more" | "complete" | "failed";
  /** Reads the first, then the next page; does nothing while one is on its way or when all are here. */
  readMore(): void;
}

/** The archive of the customer on screen. Nothing is read before the first `readMore`. */
export function useArchive(customer: ReturningCustomer): Archive {
  const origin = useContext(ArchiveSource);
  const [nowhere] = useState(() => new QueryClient());
  const query = useInfiniteQuery(
    { ...interactionsQuery(origin?.uic ?? null, customer.customerId), enabled: false },
    origin?.client ?? nowhere,
  );
  const { data, isFetching, isError, hasNextPage } = query;
  const interactions = useMemo(() => withArchive(customer.recentInteractions, data), [customer, data]);
  const state = isFetching ? "reading" : isError ? "failed" : !data ? "unread" : hasNextPage ? "more" : "complete";
  return {
    interactions,
    total: customer.interactionCount,
    state: interactions.length >= customer.interactionCount && state === "unread" ? "complete" : state,
    readMore() {
      if (isFetching || origin === null) return;
      if (!data) void query.refetch();
      else if (hasNextPage) void query.fetchNextPage();
    },
  };
}

/** The pages of one customer's interactions; the key names the customer by id only. */
function interactionsQuery(
  uic: UicClient | null,
  customerId: string,
): UseInfiniteQueryOptions<InteractionsPage, Error, Pages, string[], string | null> {
  return {
    queryKey: ["interactions", customerId],
    async queryFn({ pageParam, signal }) {
      const outcome = await uic?.interactions(customerId, pageParam, signal);
      if (outcome?.kind === "ok") return outcome.value;
      throw new Error("This part of the timeline did not arrive. Try again.");
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
  };
}

type Pages = InfiniteData<InteractionsPage, string | null>;

/** The recent interactions and the pages read, each conversation once in its latest version, newest first. */
export function withArchive(
  recent: readonly InteractionSummary[],
  pages: { readonly pages: readonly InteractionsPage[] } | undefined,
): readonly InteractionSummary[] {
  const latest = new Map<string, InteractionSummary>();
  for (const one of [...recent, ...(pages?.pages.flatMap((page) => page.items) ?? [])]) {
    const known = latest.get(one.conversationId);
    if (!known || known.revisedAt < one.revisedAt) latest.set(one.conversationId, one);
  }
  return [...latest.values()].toSorted(
    (one, other) => compare(other.startTime, one.startTime) || compare(other.conversationId, one.conversationId),
  );
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
