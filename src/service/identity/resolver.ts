import type { Channel } from "../../contract/primitives.ts";
import type { Organization } from "../config.ts";

/** Knows customers by what a channel calls them: the owner's CRM, for example. */
export interface IdentityResolver {
  /** The canonical customer id, or null when this resolver knows nobody by it. A rejection is the same as knowing nobody. */
  resolve(organization: Organization, channel: Channel, channelUserId: string): Promise<string | null>;
}

/** Asks one resolver after the other; the first who knows somebody decides. */
export function createResolverChain(resolvers: readonly IdentityResolver[]): IdentityResolver {
  return {
    async resolve(organization, channel, channelUserId) {
      for (const resolver of resolvers) {
        const found = await resolver.resolve(organization, channel, channelUserId).catch(() => null);
        if (found !== null) return found;
      }
      return null;
    },
  };
}
