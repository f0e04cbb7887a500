import type { Channel } from "../../contract/primitives.ts";
import type { Organization } from "../config.ts";

/**
 * Knows customers by what a channel calls them: the owner's CRM, for example.
 * It is asked by writes and by `POST /v1/identities/resolve`, only where the store knows nobody by any identifier of the request, and its
 * answer is a `customerId` like one that a caller sent. The write waits for it, so it should answer or give up within a second,
 * and it may be asked again for the same person: by the next conversation, or when others changed the record meanwhile.
 */
export interface IdentityResolver {
  /** The canonical customer id (1 to 128 of letters, digits and `_ . : -`), or null when this resolver knows nobody by it. A rejection is the same as knowing nobody. */
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
