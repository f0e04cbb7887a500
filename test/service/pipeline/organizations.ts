import * as z from "zod/mini";
import { organization, type Organization } from "../../../src/service/config.ts";
import { orgId } from "./genesys-shapes.ts";

/** An organisation with its defaults, and what a test says otherwise. */
export function organizationOf(more: Partial<z.input<typeof organization>> = {}): Organization {
  return z.parse(organization, { id: orgId, environments: ["mypurecloud.ie"], oauthClientIds: ["widget"], ...more });
}
