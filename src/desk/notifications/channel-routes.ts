import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import type { Members } from "../interactions/media/shape.ts";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import { type Channel, channelBody, channelLimits, type Channels } from "./channels.ts";

const topicList = z.array(z.object({ id: z.string() }));

const userTopic = /^v2\.users\.([0-9a-f-]{36})\.(?:conversationsummary|conversations(?:\.[a-zA-Z]+)?)$/;
const otherTopics = [
  /^v2\.detail\.events\.conversation\.[0-9a-f-]{36}\.[a-z]+(?:\.[a-z]+)?$/,
  /^v2\.routing\.queues\.[0-9a-f-]{36}\.conversations(?:\.[a-zA-Z]+)?$/,
  /^v2\.conversations\.[0-9a-f-]{36}\.transcription$/,
] as const;

/** `/api/v2/notifications/channels` and the subscriptions of each. */
export function channelRoutes({
  channels,
  streamingOrigin,
}: {
  readonly channels: Channels;
  readonly streamingOrigin: () => string;
}): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const own = (context: Context<PlatformEnv>): Channel | undefined => {
    const channel = channels.find(context.req.param("id") ?? "");
    return channel?.owner === ownerOf(context) ? channel : undefined;
  };
  const subscribe = async (context: Context<PlatformEnv>, mode: "replace" | "add"): Promise<Response> => {
    const channel = own(context);
    if (channel === undefined) return notFound(context, "channel");
    const body = topicList.safeParse(await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "invalid.request", "The body must be an array of { id: <topic> }.");
    const topics = body.data.map(({ id }) => id);
    const refused = topics.find((topic) => !isPermitted(topic, context));
    if (refused !== undefined) {
      return refuse(context, 400, "notification.invalid.topic", `Topic ${refused} is not available to you.`);
    }
    const count = mode === "add" ? new Set([...channel.topics, ...topics]).size : topics.length;
    if (count > channelLimits.topicsPerChannel) {
      return refuse(context, 400, "notification.too.many.topics", "A channel has at most 1000 topics.");
    }
    const changed = channels.subscribe(channel.id, topics, mode);
    return changed === undefined ? notFound(context, "channel") : context.json(subscriptions(changed));
  };

  routes.post("/api/v2/notifications/channels", (context) =>
    context.json(channelBody(channels.open(ownerOf(context)), streamingOrigin())),
  );
  routes.get("/api/v2/notifications/channels", (context) =>
    context.json({
      entities: channels.listOf(ownerOf(context)).map((channel) => channelBody(channel, streamingOrigin())),
    }),
  );
  routes.get("/api/v2/notifications/channels/:id/subscriptions", (context) => {
    const channel = own(context);
    return channel === undefined ? notFound(context, "channel") : context.json(subscriptions(channel));
  });
  routes.put("/api/v2/notifications/channels/:id/subscriptions", (context) => subscribe(context, "replace"));
  routes.post("/api/v2/notifications/channels/:id/subscriptions", (context) => subscribe(context, "add"));
  routes.delete("/api/v2/notifications/channels/:id/subscriptions", (context) => {
    const channel = own(context);
    if (channel === undefined) return notFound(context, "channel");
    channels.subscribe(channel.id, [], "replace");
    return context.body(null, 204);
  });
  return routes;
}

function subscriptions(channel: Channel): Readonly<Record<"entities", readonly Members[]>> {
  const entities = channel.topics.map((id) => ({
    id,
    state: "Permitted",
    selfUri: `/api/v2/notifications/channels/${channel.id}/subscriptions/${id}`,
  }));
  return { entities };
}

/** Channels belong to a user and an application together. */
function ownerOf(context: Context<PlatformEnv>): string {
  const { agent, client } = context.get("caller");
  return `${agent?.id ?? "-"} ${client.id}`;
}

/** A user's own topics, and those of conversations and queues; other users' need rights that agents lack. */
function isPermitted(topic: string, context: Context<PlatformEnv>): boolean {
  const user = userTopic.exec(topic)?.[1];
  if (user !== undefined) return user === context.get("caller").agent?.id;
  return otherTopics.some((pattern) => pattern.test(topic));
}
