import { Hono } from "hono";
import type { PlatformEnv } from "../platform/caller.ts";
import type { Directory } from "../organization/directory.ts";
import type { Runtime } from "../runtime.ts";
import { actionRoutes } from "./actions.ts";
import { credentialRoutes } from "./credentials.ts";
import { integrationRoutes } from "./integrations.ts";
import { oauthClientRoutes } from "./oauth-clients.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { createRecords, type Records } from "./records.ts";
import { roleRoutes } from "./roles.ts";

/** What administrators change in the organisation, and everything anybody asked the platform API. */
export interface Administration {
  /** The organisation with the OAuth clients that it has now. */
  readonly directory: Directory;
  readonly routes: Hono<PlatformEnv>;
  readonly records: Records;
  readonly recorder: Recorder;
}

export function createAdministration(present: Directory, runtime: Runtime): Administration {
  const { directory, ...records } = createRecords(present);
  const routes = new Hono<PlatformEnv>();
  routes.route("/", oauthClientRoutes(records, runtime));
  routes.route("/", roleRoutes(records, directory, runtime));
  // The credentials and actions of integrations before the integrations: their paths look like an integration's.
  routes.route("/", credentialRoutes(records, runtime));
  routes.route("/", actionRoutes(records, runtime));
  routes.route("/", integrationRoutes(records, directory, runtime));
  return { directory, routes, records, recorder: createRecorder() };
}
