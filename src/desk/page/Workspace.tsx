import { useCallback, useEffect, useState } from "react";
import { widgetUrl } from "../client-apps/frames.ts";
import type { StartRequest } from "../control/requests.ts";
import type { Snapshot } from "../control/snapshot.ts";
import { command, startInteraction } from "./desk-client.ts";
import { NewInteraction } from "./dialogs/NewInteraction.tsx";
import { DeskSettings } from "./dialogs/DeskSettings.tsx";
import { useWidgetHost } from "./host/use-widget-host.ts";
import { Details } from "./parts/Details.tsx";
import { InteractionList } from "./parts/InteractionList.tsx";
import { MessageLog } from "./parts/MessageLog.tsx";
import { Pipeline } from "./parts/Pipeline.tsx";
import { Toasts } from "./parts/Toasts.tsx";
import { type Drawer, TopBar } from "./parts/TopBar.tsx";
import { WidgetPanel } from "./parts/WidgetPanel.tsx";
import type { Preferences } from "./preferences.ts";
import { useNow } from "./use-now.ts";

/** The agent's desktop: interactions on the left, the chosen one in the middle, its widget on the right. */
export function Workspace({
  snapshot,
  connected,
  initial,
}: {
  readonly snapshot: Snapshot;
  readonly connected: boolean;
  readonly initial: Preferences;
}) {
  const { interactions, widgetOrigin, targetEnvironment } = snapshot;
  const now = useNow();
  const [preferences, setPreferences] = useState(initial);
  const [wanted, setWanted] = useState<string | null>(null);
  /** Started here, and not yet in what the desk tells. */
  const [awaited, setAwaited] = useState<string | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const [starting, setStarting] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  const listed = interactions.filter(({ id }) => !closed.has(id));
  const arrived = listed.find(({ id }) => id === awaited);
  const chosen =
    arrived ?? listed.find(({ id }) => id === wanted) ?? listed.find(({ over }) => !over) ?? listed.at(-1) ?? null;
  // What the agent looks at stays, also when it ends.
  if (chosen !== null && chosen.id !== wanted) setWanted(chosen.id);
  if (arrived !== undefined) setAwaited(null);

  const open = useCallback(
    (conversationId: string) => {
      if (!interactions.some(({ id }) => id === conversationId)) {
        setNotice(`Interaction ${conversationId} is not one of this agent's; Genesys Cloud would open it by its id.`);
        return;
      }
      setClosed((all) => new Set([...all].filter((id) => id !== conversationId)));
      setWanted(conversationId);
    },
    [interactions],
  );
  const { languageTag, usePopupAuth } = preferences;
  const urlOf = useCallback(
    (conversationId: string) =>
      widgetUrl(widgetOrigin, {
        hostOrigin: location.origin,
        targetEnvironment,
        languageTag,
        conversationId,
        usePopupAuth,
      }),
    [widgetOrigin, targetEnvironment, languageTag, usePopupAuth],
  );
  const host = useWidgetHost({ widgetOrigin, onOpenInteraction: open, urlOf });

  const chosenId = chosen?.id ?? null;
  const { show } = host;
  useEffect(() => {
    if (chosenId !== null) show(chosenId);
  }, [chosenId, show]);

  const run = (path: string, body?: unknown): void => {
    void command(path, body).then(setNotice);
  };
  const start = async (request: StartRequest): Promise<void> => {
    const started = await startInteraction(request);
    if ("id" in started) setAwaited(started.id);
    else setNotice(started.detail);
  };
  const attention = new Map(host.frames.map((frame) => [frame.conversationId, frame.attention]));

  return (
    <div className="desk">
      <TopBar
        snapshot={snapshot}
        connected={connected}
        drawer={drawer}
        onNew={() => setStarting(true)}
        onDrawer={(name) => setDrawer(drawer === name ? null : name)}
      />
      <InteractionList
        interactions={listed}
        chosenId={chosenId}
        attention={attention}
        now={now}
        onChoose={setWanted}
        onNew={() => setStarting(true)}
      />
      <main className="stage">
        {chosen === null ? (
          <div className="blank">
            <h1>No interactions</h1>
            <p>Start one with “New interaction”: a customer who calls, chats or writes.</p>
          </div>
        ) : (
          <Details
            key={chosen.id}
            interaction={chosen}
            snapshot={snapshot}
            now={now}
            onCommand={run}
            onClose={() => {
              host.close(chosen.id);
              setClosed((all) => new Set([...all, chosen.id]));
            }}
          />
        )}
        {notice === null ? null : (
          <p className="notice" role="alert">
            <span>{notice}</span>
            <button type="button" onClick={() => setNotice(null)}>
              Dismiss
            </button>
          </p>
        )}
      </main>
      <WidgetPanel
        host={host}
        interactions={interactions}
        chosenId={chosenId}
        width={preferences.width}
        onWidth={(width) => setPreferences({ ...preferences, width })}
      />
      {drawer === "messages" ? (
        <MessageLog messages={host.messages} interactions={interactions} onClear={host.clearMessages} />
      ) : null}
      {drawer === "pipeline" ? <Pipeline snapshot={snapshot} now={now} onNotice={setNotice} /> : null}
      {drawer === "settings" ? (
        <DeskSettings snapshot={snapshot} preferences={preferences} onPreferences={setPreferences} />
      ) : null}
      {starting ? (
        <NewInteraction
          people={snapshot.people}
          onStart={(request) => {
            setStarting(false);
            void start(request);
          }}
          onCancel={() => setStarting(false)}
        />
      ) : null}
      <Toasts toasts={host.toasts} onClose={host.closeToast} />
    </div>
  );
}
