import { QueryClient } from "@tanstack/react-query";

/** One a widget. What is read again and when is said by each resource: nothing is retried or refetched behind its back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        retry: false,
        refetchOnMount: false,
        refetchOnReconnect: false,
        refetchOnWindowFocus: false,
        // The browser's word on being offline is often wrong; a request that fails says it better.
        networkMode: "always",
      },
    },
  });
}
