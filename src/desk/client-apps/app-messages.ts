import * as z from "zod/mini";

const text = z.string();
const protocol = z.literal("purecloud-client-apps");

const common = { protocol, protocolAgentName: z.optional(text), protocolAgentVersion: z.optional(text) };

/** What an app may tell its host through the client app SDK: fire and forget, one object a message. */
export const appMessage = z.discriminatedUnion("action", [
  z.object({ ...common, action: z.literal("bootstrapped") }),
  z.object({ ...common, action: z.literal("stopped") }),
  z.object({ ...common, action: z.literal("setAttentionCount"), count: z.int().check(z.minimum(0)) }),
  z.object({
    ...common,
    action: z.literal("showToast"),
    title: text,
    message: text,
    type: z._default(z.enum(["info", "error", "success"]), "info"),
    id: z.optional(text),
    markdownMessage: z.optional(z.boolean()),
    /** Seconds; 0 stays until it is closed. */
    timeout: z.optional(z.number()),
    showCloseButton: z.optional(z.boolean()),
  }),
  z.object({ ...common, action: z.literal("showMyInteractionDetails"), conversationId: text }),
  z.object({ ...common, action: z.literal("showInteractionDetails"), conversationId: text }),
  z.object({
    ...common,
    action: z.enum([
      "proposeInteractionMessage",
      "showMyEvaluationDetails",
      "showExternalContactProfile",
      "showExternalOrganizationProfile",
      "showProfile",
      "showGroup",
      "showHelp",
      "hideHelp",
      "showResourceCenterArtifact",
      "openWindow",
    ]),
  }),
]);
export type AppMessage = z.infer<typeof appMessage>;

/** The one kind of message that the host sends. */
export interface LifecycleHook {
  readonly protocol: "purecloud-client-apps";
  readonly purecloudEventType: "appLifecycleHook";
  readonly hook: "bootstrap" | "focus" | "blur" | "stop";
}

export function lifecycleHook(hook: LifecycleHook["hook"]): LifecycleHook {
  return { protocol: "purecloud-client-apps", purecloudEventType: "appLifecycleHook", hook };
}
