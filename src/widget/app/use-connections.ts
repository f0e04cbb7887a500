import { useCallback, useSyncExternalStore } from "react";
import type { SignInState } from "../genesys/genesys.ts";
import type { Connections } from "./connections.ts";

const signingIn: SignInState = { kind: "signing-in" };
const nothing = () => {};

/** The agent's sign-in; signing in until the widget is connected. */
export function useSignIn(connections: Connections | null): SignInState {
  return useSyncExternalStore(
    useCallback((listener) => connections?.signIn.subscribe(listener) ?? nothing, [connections]),
    () => connections?.signIn.state() ?? signingIn,
  );
}

export function useOnline(connections: Connections | null): boolean {
  return useSyncExternalStore(
    useCallback((listener) => connections?.onConnectivity(listener) ?? nothing, [connections]),
    () => connections?.isOnline() ?? true,
  );
}

/** Whether this device remembers; null while it is not known. */
export function useRemembers(connections: Connections | null): boolean | null {
  return useSyncExternalStore(
    useCallback((listener) => connections?.memory.subscribe(listener) ?? nothing, [connections]),
    () => connections?.memory.remembers() ?? null,
  );
}
