import type { RegionDomain } from "../../contract/regions.ts";

/** Where an organisation signs in and where its platform API is. */
export interface Hosts {
  readonly login: string;
  readonly api: string;
}

const local = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/;

/** The region's own hosts; `gateway` stands in for both and can only be on this machine (the desk). Null when it is not. */
export function hostsOf(environment: RegionDomain, gateway?: string): Hosts | null {
  if (gateway === undefined || gateway === "") {
    return { login: `https://login.${environment}`, api: `https://api.${environment}` };
  }
  return local.test(gateway) ? { login: gateway, api: gateway } : null;
}
