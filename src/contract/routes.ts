/** Paths of the UIC API. Parameters are ids only: personal data never travels in a URL. */
export const routes = {
  lookup: () => "/v1/contexts/lookup",
  customer: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}`,
  interactionsOf: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/interactions`,
  collectedData: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/collected-data`,
  activeIssue: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/active-issue`,
  identifiers: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/identifiers`,
  identifier: (customerId: string, identifierId: string) =>
    `/v1/customers/${encodeURIComponent(customerId)}/identifiers/${encodeURIComponent(identifierId)}`,
  merges: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/merges`,
  merge: (customerId: string, mergeId: string) =>
    `/v1/customers/${encodeURIComponent(customerId)}/merges/${encodeURIComponent(mergeId)}`,
  changesOf: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/changes`,
  changes: () => "/v1/changes",
  interactions: () => "/v1/interactions",
  session: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}`,
  latestSession: () => "/v1/sessions/latest",
  resolveIdentity: () => "/v1/identities/resolve",
  genesysEvents: () => "/v1/events/genesys",
  exportOf: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/export`,
  exports: () => "/v1/exports",
  erasures: () => "/v1/erasures",
  audit: (customerId: string) => `/v1/customers/${encodeURIComponent(customerId)}/audit`,
  cacheKey: () => "/v1/agents/me/cache-key",
  deadLetters: () => "/v1/dead-letters",
  deadLetter: (deadLetterId: string) => `/v1/dead-letters/${encodeURIComponent(deadLetterId)}`,
  operations: () => "/v1/operations",
  measurements: () => "/v1/measurements",
  replayDeadLetter: (deadLetterId: string) => `/v1/dead-letters/${encodeURIComponent(deadLetterId)}/replay`,
} as const;

/** The header that names the agent's Genesys Cloud environment, for example `mypurecloud.ie`. */
export const environmentHeader = "X-Genesys-Environment";
