import { useCallback, useSyncExternalStore } from "react";
import type { SignInState } from "../genesys/genesys.ts";
import type { Connections } from "./connections.ts";

export function useSignIn({ signIn }: Connections): SignInState {
  return useSyncExternalStore(
    useCallback((listener) => signIn.subscribe(listener), [signIn]),
    () => signIn.state(),
  );
}

export function useOnline(connections: Connections): boolean {
  return useSyncExternalStore(
    useCallback((listener) => connections.onConnectivity(listener), [connections]),
    () => connections.isOnline(),
  );
}

/** Whether this device remembers; null while it is not known. */
export function useRemembers({ memory }: Connections): boolean | null {
  return useSyncExternalStore(
    useCallback((listener) => memory.subscribe(listener), [memory]),
    () => memory.remembers(),
  );
}
