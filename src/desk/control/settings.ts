import type { Settings } from "./requests.ts";

export const usualSettings: Settings = {
  loginRefusesFraming: false,
  askConsent: "once",
  tokenLifetimeSeconds: 86_400,
  agentTokens: "ordinary",
  requestsPerMinute: 300,
  analyticsDelayMilliseconds: 500,
  jobDataDelayMilliseconds: 0,
  detailsJobs: "ordinary",
  hasCopilot: true,
  hasSpeechAnalytics: true,
  duplicateEvents: false,
  shuffleEvents: false,
};
