import type { Organization, ServiceScope } from "../config.ts";

/** Who a credential turned out to be. The organisation comes from here and from nowhere else. */
export type Principal = { readonly organization: Organization } & (
  | { readonly type: "agent"; readonly id: string }
  | { readonly type: "service"; readonly id: string; readonly scopes: readonly ServiceScope[] }
);
