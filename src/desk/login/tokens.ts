import type { Clock } from "../runtime.ts";

/** What an access token stands for. `userId` is null for client credentials. */
export interface Grant {
  readonly token: string;
  readonly clientId: string;
  readonly userId: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The opaque access tokens that are valid now. */
export interface Tokens {
  issue(clientId: string, userId: string | null, lifetimeSeconds: number): Grant;
  find(token: string): Grant | undefined;
  revoke(token: string): void;
  /** Ends every token of agents; the pipeline's own stay. */
  revokeAgents(): number;
  count(): number;
}

export function createTokens({
  clock,
  newSecret,
}: {
  readonly clock: Clock;
  readonly newSecret: () => string;
}): Tokens {
  const grants = new Map<string, Grant>();
  return {
    issue: (clientId, userId, lifetimeSeconds) => {
      const issuedAt = clock.now();
      const grant = { token: newSecret(), clientId, userId, issuedAt, expiresAt: issuedAt + lifetimeSeconds * 1000 };
      grants.set(grant.token, grant);
      return grant;
    },
    find: (token) => {
      const grant = grants.get(token);
      if (grant === undefined || grant.expiresAt > clock.now()) return grant;
      grants.delete(token);
      return undefined;
    },
    revoke: (token) => {
      grants.delete(token);
    },
    revokeAgents: () => {
      const agents = [...grants.values()].filter(({ userId }) => userId !== null);
      for (const { token } of agents) grants.delete(token);
      return agents.length;
    },
    count: () => grants.size,
  };
}
