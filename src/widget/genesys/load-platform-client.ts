import type { PlatformClient, PlatformClientDependencies } from "./platform-client.ts";

/** Loads the platform SDK's chunk when it is first asked for; null where it cannot be loaded, and tried again the next time. */
export function platformClientLoader(dependencies: PlatformClientDependencies): () => Promise<PlatformClient | null> {
  let loading: Promise<PlatformClient | null> | undefined;
  return () => {
    loading ??= import("./platform-client.ts")
      .then(({ createPlatformClient }) => createPlatformClient(dependencies))
      .catch(() => {
        loading = undefined;
        return null;
      });
    return loading;
  };
}
