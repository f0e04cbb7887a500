import { Hono } from "hono";
import type { Settings } from "../control/requests.ts";
import { summariesOf } from "../interactions/insights/copilot-summary.ts";
import { speechMetricsOf, transcriptOf } from "../interactions/insights/transcript.ts";
import type { Interaction } from "../interactions/interaction.ts";
import type { Switchboard } from "../interactions/switchboard.ts";
import type { Directory } from "../organization/directory.ts";
import type { Runtime } from "../runtime.ts";
import { type Caller, hasPermission, missingPermission, notFound, type PlatformEnv } from "./caller.ts";

interface Dependencies {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly runtime: Runtime;
  readonly settings: () => Settings;
}

const viewSummaries = "conversation:summary:view";
const speechPermissions = ["recording:recording:view", "speechAndTextAnalytics:data:view"] as const;

/** As long as a link to a transcript can be used. */
const linkMilliseconds = 600_000;

interface Link {
  readonly conversationId: string;
  readonly communicationId: string;
  readonly until: number;
}

/** Copilot's summaries, speech and text analytics, and the storage where transcripts lie behind links that end by themselves. */
export function insightsRoutes({ switchboard, directory, runtime, settings }: Dependencies): Hono<PlatformEnv> {
  const { clock } = runtime;
  const links = new Map<string, Link>();
  const routes = new Hono<PlatformEnv>();

  /** What the organisation's license makes of an interaction, once it has made it. */
  const made = (id: string): Interaction | null => {
    const interaction = switchboard.find(id);
    const endedAt = interaction?.endedAt ?? null;
    const isLate = endedAt === null || clock.now() - endedAt < settings().analyticsDelayMilliseconds;
    return interaction === undefined || isLate ? null : interaction;
  };

  routes.get("/api/v2/conversations/:id/summaries", (context) => {
    const allowed = settings().hasCopilot && hasPermission(context.get("caller"), viewSummaries);
    if (!allowed) return missingPermission(context, viewSummaries);
    const interaction = made(context.req.param("id"));
    const summaries = interaction && summariesOf(interaction);
    return summaries ? context.json(summaries) : notFound(context, "summary");
  });
  routes.get("/api/v2/speechandtextanalytics/conversations/:id", (context) => {
    const missing = missingForSpeech(context.get("caller"), settings());
    if (missing !== null) return missingPermission(context, missing);
    const interaction = made(context.req.param("id"));
    const metrics = interaction && speechMetricsOf(interaction);
    return metrics ? context.json(metrics) : notFound(context, "conversation");
  });
  routes.get(
    "/api/v2/speechandtextanalytics/conversations/:id/communications/:communicationId/transcripturl",
    (context) => {
      const missing = missingForSpeech(context.get("caller"), settings());
      if (missing !== null) return missingPermission(context, missing);
      const { id: conversationId, communicationId } = context.req.param();
      const interaction = made(conversationId);
      if (!interaction || !transcriptOf(interaction, communicationId, directory))
        return notFound(context, "transcript");
      const signature = runtime.newSecret();
      for (const [old, { until }] of links) if (until <= clock.now()) links.delete(old);
      links.set(signature, { conversationId, communicationId, until: clock.now() + linkMilliseconds });
      const url = new URL("/storage/transcript.json", context.req.url);
      url.searchParams.set("X-Amz-Signature", signature);
      return context.json({ url: url.href });
    },
  );
  // As on S3 the link is the credential, and a request with another one is refused.
  routes.get("/storage/transcript.json", (context) => {
    const link = links.get(context.req.query("X-Amz-Signature") ?? "");
    if (link === undefined || link.until <= clock.now() || context.req.header("authorization") !== undefined) {
      return context.body("<Error><Code>AccessDenied</Code></Error>", 403, { "Content-Type": "application/xml" });
    }
    const interaction = made(link.conversationId);
    const transcript = interaction && transcriptOf(interaction, link.communicationId, directory);
    return transcript ? context.json(transcript) : context.body("<Error><Code>NoSuchKey</Code></Error>", 404);
  });
  return routes;
}

function missingForSpeech(caller: Caller, { hasSpeechAnalytics }: Settings): string | null {
  if (!hasSpeechAnalytics) return speechPermissions.join(", ");
  return speechPermissions.find((permission) => !hasPermission(caller, permission)) ?? null;
}
