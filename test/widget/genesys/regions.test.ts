// @vitest-environment node
import { getEnvironments } from "genesys-cloud-service-discovery-web";
import hosts from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/PureCloudRegionHosts.js";
import { expect, it } from "vitest";
import { regionDomains } from "../../../src/contract/regions.ts";

it("knows the environments of the client app SDK, no fewer and no more", () => {
  const known = getEnvironments({ env: ["prod", "fedramp"], status: ["beta", "stable"] });
  expect(Object.fromEntries(known.map(({ name, publicDomainName }) => [name, publicDomainName]))).toEqual(
    regionDomains,
  );
});

it("knows the hosts of the platform SDK, but for the one that the client app SDK refuses", () => {
  expect(new Set(Object.values(hosts))).toEqual(new Set([...Object.values(regionDomains), "edee1.eusc-pure.cloud"]));
});
