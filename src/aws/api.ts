import { Duration } from "aws-cdk-lib";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Construct } from "constructs";
import { createFunction, mayKeepRecords, type FunctionParts, type JourneyFunction } from "./functions.ts";
import type { Installation } from "./installation.ts";

export interface Api {
  readonly api: JourneyFunction;
  readonly http: HttpApi;
  /** Host of the API, for whoever stands in front of it. */
  readonly host: string;
}

/** What the function answers; its metrics are those of one instance among many and stay inside. */
export const openPaths = ["/healthz", "/readyz", "/openapi.json"] as const;

/** The UIC API behind an HTTP API; credentials are the application's, so that there is one place that judges them. */
export function createApi(scope: Construct, parts: FunctionParts, { secrets }: Installation, region: string): Api {
  // A third of a CPU: what an answer costs is mostly waiting for the table.
  const api = createFunction(scope, {
    ...parts,
    name: "api",
    memory: 1024,
    timeout: Duration.seconds(29),
    secrets: secrets.api,
  });
  mayKeepRecords(api, parts.storage);
  const http = new HttpApi(scope, "HttpApi", { createDefaultStage: false });
  const integration = new HttpLambdaIntegration("ApiIntegration", api.lambda);
  http.addRoutes({ path: "/v1/{proxy+}", methods: [HttpMethod.ANY], integration });
  for (const path of openPaths) http.addRoutes({ path, methods: [HttpMethod.GET], integration });
  http.addStage("HttpStage", {
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 1000 },
  });
  return { api, http, host: `${http.apiId}.execute-api.${region}.amazonaws.com` };
}
