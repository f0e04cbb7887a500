// @vitest-environment node
import { createRequire } from "node:module";
import type { getEnvironments as GetEnvironments } from "genesys-cloud-service-discovery-web";
import hosts from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/PureCloudRegionHosts.js";
import { expect, it } from "vitest";
import { regionDomains } from "../../../src/contract/regions.ts";
import { getEnvironments } from "../../../src/widget/genesys/known-environments.ts";
import { parse } from "../../../src/widget/genesys/query-string.ts";

// The build has a stand-in for this package: here it is what the client app SDK was written for.
const require = createRequire(import.meta.url);
const serviceDiscovery: {
  readonly getEnvironments: typeof GetEnvironments;
} = require("genesys-cloud-service-discovery-web");

const known = serviceDiscovery.getEnvironments({ env: ["prod", "fedramp"], status: ["beta", "stable"] });

it("knows the environments of the client app SDK, no fewer and no more", () => {
  expect(Object.fromEntries(known.map(({ name, publicDomainName }) => [name, publicDomainName]))).toEqual(
    regionDomains,
  );
});

it("gives the client app SDK the environments it would read from Genesys' service discovery", () => {
  const asRead = known.map(({ name, publicDomainName, publicDomainAliases }) => ({
    name,
    publicDomainName,
    domains: new Set([publicDomainName, ...publicDomainAliases]),
  }));
  const given = getEnvironments().map(({ name, publicDomainName, publicDomainAliases }) => ({
    name,
    publicDomainName,
    domains: new Set([publicDomainName, ...publicDomainAliases]),
  }));
  expect(new Set(given)).toEqual(new Set(asRead));
  const first = "us-east-1";
  expect(getEnvironments().find(({ region }) => region === first)?.publicDomainName).toBe(
    known.find(({ region }) => region === first)?.publicDomainName,
  );
});

it("reads an address as the client app SDK would", () => {
  const query = "?gcHostOrigin=https%3A%2F%2Fapps.mypurecloud.ie&gcTargetEnv=prod-euw1&gcLangTag=pt-br";
  expect(parse(query)).toEqual({
    gcHostOrigin: "https://apps.mypurecloud.ie",
    gcTargetEnv: "prod-euw1",
    gcLangTag: "pt-br",
  });
});

it("knows the hosts of the platform SDK, but for the one that the client app SDK refuses", () => {
  expect(new Set(Object.values(hosts))).toEqual(new Set([...Object.values(regionDomains), "edee1.eusc-pure.cloud"]));
});
