// Whoever reads before the first paint and whoever writes afterwards find the same: they agree here.
export const databaseName = "customer-journey";
export const journeysStore = "journeys";
export const referencesIndex = "references";
export const changesStore = "changes";

/** Of session storage. */
export const tabKeyItem = "customer-journey.cache-key";
