import { createServer } from "node:http";

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeGenesys {
  readonly origin: string;
  /** The paths (with query) asked for, in order. */
  readonly asked: string[];
  /** Tokens it knows, by what it says of each. */
  readonly tokens: Map<string, { readonly token: Reply; readonly user: Reply }>;
  /** Holds answers back until {@link release}. */
  hold(): void;
  release(): void;
  stop(): Promise<void>;
}

export const agentId = "5a1e8a0c-0f6f-4f0c-9b1a-1f0f3a3f9d11";
export const organizationId = "32aa07aa-3a6e-4b0f-8a55-6c1f0d7a1f10";
export const clientId = "c2f1a9de-0d1b-4c57-8f0e-0a9d6f0b7c21";

/** What Genesys Cloud says of an agent's token; members can be replaced to make it say something else. */
export function agentReplies(
  token: Readonly<Record<string, unknown>> = {},
  user: Reply = { status: 200, body: { id: agentId } },
) {
  const body = {
    organization: { id: organizationId },
    homeOrganization: { id: organizationId },
    OAuthClient: { id: clientId, organization: { id: organizationId } },
    authorizedScope: [],
    ...token,
  };
  return { token: { status: 200, body }, user };
}

/** The two routes of the platform API that token checks ask, over real HTTP. */
export async function startFakeGenesys(): Promise<FakeGenesys> {
  const asked: string[] = [];
  const tokens: FakeGenesys["tokens"] = new Map();
  let held: (() => void)[] | null = null;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const known = tokens.get((request.headers.authorization ?? "").replace("Bearer ", ""));
    const isUser = request.url?.startsWith("/api/v2/users/me") === true;
    const reply: Reply = (isUser ? known?.user : known?.token) ?? { status: 401, body: { code: "bad.credentials" } };
    const send = () => {
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      response.end(JSON.stringify(reply.body ?? {}));
    };
    if (held) held.push(send);
    else send();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    tokens,
    hold: () => void (held = []),
    release: () => {
      for (const send of held ?? []) send();
      held = null;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
