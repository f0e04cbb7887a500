import type { QueryClient } from "@tanstack/react-query";
import { createContext } from "react";
import type { UicClient } from "./uic.ts";

/** Where the archive is read from, and the cache it is kept in. */
export interface ArchiveOrigin {
  readonly uic: UicClient;
  readonly client: QueryClient;
}

/** Null until the agent is signed in. */
export const ArchiveSource = createContext<ArchiveOrigin | null>(null);
