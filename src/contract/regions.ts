import * as z from "zod/mini";

/** Genesys Cloud regions: the domain of each by its target environment name (`gcTargetEnv`). Checked against both Genesys SDKs in a test. */
export const regionDomains = {
  prod: "mypurecloud.com",
  "prod-usw2": "usw2.pure.cloud",
  "prod-cac1": "cac1.pure.cloud",
  "prod-mxc1": "mxc1.pure.cloud",
  "prod-sae1": "sae1.pure.cloud",
  "prod-euw1": "mypurecloud.ie",
  "prod-euw2": "euw2.pure.cloud",
  "prod-euc1": "mypurecloud.de",
  "prod-euc2": "euc2.pure.cloud",
  "prod-mec1": "mec1.pure.cloud",
  "prod-aps1": "aps1.pure.cloud",
  "prod-apse1": "apse1.pure.cloud",
  "prod-apse2": "mypurecloud.com.au",
  "prod-apne1": "mypurecloud.jp",
  "prod-apne2": "apne2.pure.cloud",
  "prod-apne3": "apne3.pure.cloud",
  "fedramp-use2-core": "use2.us-gov-pure.cloud",
} as const;
export type TargetEnvironment = keyof typeof regionDomains;
export type RegionDomain = (typeof regionDomains)[TargetEnvironment];

/** One of the domains above, by exact match. */
export const regionDomain = z.enum(Object.values(regionDomains));
