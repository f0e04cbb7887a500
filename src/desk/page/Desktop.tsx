import { useDesk } from "./desk-client.ts";
import type { Preferences } from "./preferences.ts";
import { Workspace } from "./Workspace.tsx";

export function Desktop({ initial }: { readonly initial: Preferences }) {
  const desk = useDesk();
  if (desk.kind === "connecting" || desk.snapshot === null) {
    return (
      <main className="splash">
        <output>{desk.kind === "lost" ? "The desk does not answer; start it with npm start." : "Connecting…"}</output>
      </main>
    );
  }
  return <Workspace snapshot={desk.snapshot} connected={desk.kind === "connected"} initial={initial} />;
}
