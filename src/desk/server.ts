import { once } from "node:events";
import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { type Administration, createAdministration } from "./administration/administration.ts";
import { type Control, createControl } from "./control/control.ts";
import { settings as settingsSchema, type SettingsPatch } from "./control/requests.ts";
import { createPipelineWindow } from "./control/pipeline.ts";
import { pipelineRoutes } from "./control/pipeline-routes.ts";
import { controlRoutes } from "./control/routes.ts";
import { usualSettings } from "./control/settings.ts";
import type { Person } from "./control/snapshot.ts";
import { desktopPage } from "./desktop-page.ts";
import { createEventFeed, type EventFeed, type FeedTarget } from "./event-feed/feed.ts";
import { detailEventOf, envelopeOf } from "./interactions/detail-events.ts";
import { isAgent } from "./interactions/interaction.ts";
import { notificationOf } from "./interactions/notification.ts";
import { createSwitchboard, type Switchboard } from "./interactions/switchboard.ts";
import { createLogin } from "./login/login.ts";
import { createTokens } from "./login/tokens.ts";
import { type Channels, createChannels } from "./notifications/channels.ts";
import { acceptSockets } from "./notifications/sockets.ts";
import type { Directory } from "./organization/directory.ts";
import { createFaults } from "./platform/faults.ts";
import { platform } from "./platform/platform.ts";
import { type Runtime, systemRuntime } from "./runtime.ts";

export interface DeskOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly directory: Directory;
  /** Which of the directory's agents sits at the desk. */
  readonly agentId: string;
  /** Where the widget is loaded from, for example `http://127.0.0.1:8787`. */
  readonly widgetOrigin: string;
  /** Where EventBridge envelopes go; null keeps them at the desk. */
  readonly eventTarget: FeedTarget | null;
  readonly people?: readonly Person[];
  readonly settings?: SettingsPatch;
  /** Folder of the built page; null serves everything but the page. */
  readonly pageFolder?: string | null;
  readonly runtime?: Runtime;
}

/** A running desk. `control` is what tests and the page do with it. */
export interface Desk {
  /** `http://localhost:<port>`: apps page, login, platform API and notifications alike. */
  readonly origin: string;
  readonly port: number;
  readonly control: Control;
  readonly feed: EventFeed | null;
  readonly administration: Pick<Administration, "records" | "recorder">;
  stop(): Promise<void>;
}

/** Starts the mocked Genesys Cloud on localhost. Rejects when the port is taken or the agent is not in the directory. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const runtime = options.runtime ?? systemRuntime();
  const administration = createAdministration(options.directory, runtime);
  const { directory } = administration;
  const agent = directory.agents.find(({ id }) => id === options.agentId);
  if (agent === undefined) throw new Error("The desk's agent is not in the directory; add them or choose another.");
  const settings = { current: settingsSchema.parse({ ...usualSettings, ...options.settings }) };
  const currentSettings = () => settings.current;

  const switchboard = createSwitchboard({ directory, runtime });
  const channels = createChannels(runtime);
  const tokens = createTokens(runtime);
  const faults = createFaults();
  const login = createLogin({ directory, tokens, runtime, settings: currentSettings, agent });
  const feed =
    options.eventTarget === null
      ? null
      : createEventFeed({ target: options.eventTarget, settings: currentSettings, runtime });
  announce({ switchboard, channels, feed, directory, runtime });
  const control = createControl({
    agent,
    directory,
    people: options.people ?? [],
    widgetOrigin: options.widgetOrigin,
    switchboard,
    tokens,
    login,
    channels,
    faults,
    feed,
    clock: runtime.clock,
    settings,
  });

  const place = { port: options.port };
  const app = new Hono();
  app.route(
    "/",
    platform({
      directory,
      administration,
      tokens,
      login,
      switchboard,
      channels,
      faults,
      settings: currentSettings,
      runtime,
      streamingOrigin: () => `ws://localhost:${String(place.port)}`,
    }),
  );
  app.route("/", controlRoutes({ control, clock: runtime.clock }));
  app.route("/", pipelineRoutes(createPipelineWindow(options.eventTarget, runtime.fetch)));
  app.route(
    "/",
    desktopPage({
      folder: options.pageFolder ?? null,
      widgetOrigin: options.widgetOrigin,
      port: () => place.port,
      onOpen: (context) => login.signIn(context, agent),
    }),
  );

  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof Server)) throw new Error("The desk needs a plain HTTP server.");
  const stopSockets = acceptSockets(server, channels);
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address !== null && typeof address === "object") place.port = address.port;

  return {
    origin: `http://localhost:${String(place.port)}`,
    port: place.port,
    control,
    feed,
    administration,
    stop: async () => {
      feed?.dispose();
      channels.dispose();
      stopSockets();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Tells everyone who listens what happened: agents by notification, the service by EventBridge. */
function announce({
  switchboard,
  channels,
  feed,
  directory,
  runtime,
}: {
  readonly switchboard: Switchboard;
  readonly channels: Channels;
  readonly feed: EventFeed | null;
  readonly directory: Directory;
  readonly runtime: Runtime;
}): void {
  switchboard.onChange(({ interaction, happenings }) => {
    const users = new Set(interaction.legs.filter(isAgent).flatMap(({ userId }) => userId ?? []));
    for (const userId of users) {
      const topicName = `v2.users.${userId}.conversations`;
      channels.publish(topicName, {
        topicName,
        version: "2",
        eventBody: notificationOf(interaction, directory),
        metadata: { CorrelationId: runtime.newId() },
      });
    }
    for (const happening of happenings) {
      const event = detailEventOf(happening, interaction, directory, runtime.newId);
      if (event === null) continue;
      channels.publish(event.topicName, event);
      feed?.enqueue(envelopeOf(event, happening, directory, runtime.newId));
    }
  });
}
