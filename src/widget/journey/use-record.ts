import { QueryClient, useQuery } from "@tanstack/react-query";
import { useContext, useState } from "react";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { ArchiveSource } from "./archive-source.ts";

/** The whole record of the customer on screen, read when it is first wanted and again when it has changed; null until then. */
export function useRecord(customerId: string, version: number): UnifiedInteractionContext | null {
  const origin = useContext(ArchiveSource);
  const [nowhere] = useState(() => new QueryClient());
  const query = useQuery<UnifiedInteractionContext | null>(
    {
      queryKey: ["record", customerId, version],
      enabled: origin !== null,
      staleTime: Infinity,
      retry: false,
      placeholderData: (before) => before,
      async queryFn({ signal }) {
        const outcome = await origin?.uic.customer(customerId, signal);
        return outcome?.kind === "ok" ? outcome.value : null;
      },
    },
    origin?.client ?? nowhere,
  );
  return query.data ?? null;
}
