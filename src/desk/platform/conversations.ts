import { Hono } from "hono";
import type { Settings } from "../control/requests.ts";
import { detailOf } from "../interactions/analytics.ts";
import { conversationOf } from "../interactions/conversation.ts";
import { type Interaction, legOf } from "../interactions/interaction.ts";
import type { Switchboard } from "../interactions/switchboard.ts";
import type { Directory } from "../organization/directory.ts";
import type { Clock } from "../runtime.ts";
import { type Caller, hasPermission, missingPermission, notFound, type PlatformEnv } from "./caller.ts";

interface Dependencies {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly settings: () => Settings;
}

const viewAll = "conversation:communication:view";
const viewDetails = "analytics:conversationDetail:view";

/** Conversations for those who take part in them, or who may see all. */
export function conversationRoutes({ switchboard, directory, clock, settings }: Dependencies): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  routes.get("/api/v2/conversations", (context) => {
    const { agent } = context.get("caller");
    const own = switchboard
      .list()
      .filter((interaction) => interaction.endedAt === null && agent !== null && isPresent(interaction, agent.id));
    return context.json({
      entities: own.map((interaction) => conversationOf(interaction, directory)),
      pageSize: own.length,
      pageNumber: 1,
      total: own.length,
      pageCount: 1,
      selfUri: "/api/v2/conversations",
    });
  });
  routes.get("/api/v2/conversations/:id", (context) => {
    const interaction = switchboard.find(context.req.param("id"));
    if (interaction === undefined) return notFound(context, "conversation");
    if (!maySee(interaction, context.get("caller"))) return missingPermission(context, viewAll);
    return context.json(conversationOf(interaction, directory));
  });
  routes.get("/api/v2/analytics/conversations/:id/details", (context) => {
    if (!hasPermission(context.get("caller"), viewDetails)) return missingPermission(context, viewDetails);
    const interaction = switchboard.find(context.req.param("id"));
    const endedAt = interaction?.endedAt ?? null;
    const late = endedAt !== null && clock.now() - endedAt < settings().analyticsDelayMilliseconds;
    if (interaction === undefined || late) return notFound(context, "conversation");
    return context.json(detailOf(interaction, directory));
  });
  return routes;
}

function maySee(interaction: Interaction, caller: Caller): boolean {
  if (hasPermission(caller, viewAll)) return true;
  return caller.agent !== null && legOf(interaction, caller.agent.id) !== undefined;
}

function isPresent(interaction: Interaction, userId: string): boolean {
  return legOf(interaction, userId)?.endedAt === null;
}
