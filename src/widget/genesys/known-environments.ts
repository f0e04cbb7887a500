import { regionDomains, type RegionDomain } from "../../contract/regions.ts";

/** An environment as the client app SDK reads it. */
interface Environment {
  readonly name: string;
  readonly region: string;
  readonly publicDomainName: RegionDomain;
  readonly publicDomainAliases: readonly string[];
}

/**
 * Stands in for genesys-cloud-service-discovery-web, of whose tables the client app SDK needs names and domains only: the
 * contract has them already. The SDK takes the environment of `us-east-1` where it is given none.
 */
export function getEnvironments(): readonly Environment[] {
  return Object.entries(regionDomains).map(([name, publicDomainName]) => ({
    name,
    region: name === "prod" ? "us-east-1" : "",
    publicDomainName,
    publicDomainAliases: [],
  }));
}
