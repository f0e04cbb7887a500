import { useInfiniteQuery } from "@tanstack/react-query";
import { refreshMilliseconds } from "../refresh.ts";
import type { Reading } from "../service-client.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface Pages<T> {
  /** Of every page so far; null until the first came. */
  readonly items: readonly T[] | null;
  /** Why there is none. */
  readonly refused: Extract<Reading<unknown>, { kind: "not-allowed" | "refused" }> | null;
  readonly more: (() => void) | null;
}

/** A listing, page by page. */
export function usePages<T>(name: string, read: (cursor: string | null) => Promise<Reading<Page<T>>>): Pages<T> {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [name],
    queryFn: ({ pageParam }) => read(pageParam),
    refetchInterval: refreshMilliseconds,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.kind === "read" ? last.value.nextCursor : null),
  });
  const pages = data?.pages ?? [];
  const items = pages.flatMap((page) => (page.kind === "read" ? page.value.items : []));
  const refused = pages.find((page) => page.kind === "not-allowed" || page.kind === "refused");
  return {
    items: data && !refused ? items : null,
    refused: refused ?? null,
    more: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null,
  };
}
