import type { AgentSession, SignInState } from "../genesys.ts";
import type { PlatformClient } from "../platform-client.ts";
import type { Answer } from "./answer.ts";
import type { Attempt } from "./attempt.ts";

export type Reason = Extract<SignInState, { readonly kind: "agent-needed" }>["reason"];
export type Completion =
  | { readonly kind: "signed-in"; readonly session: AgentSession }
  | { readonly kind: "failed"; readonly reason: Reason };

/**
 * Makes a session of an answer to an attempt. An answer that does not belong to the attempt, or is not of the grant that
 * was asked for, is forged: nothing of it is sent anywhere.
 */
export async function complete(
  answer: Answer,
  attempt: Attempt,
  {
    redirectUri,
    client,
    now,
  }: {
    readonly redirectUri: string;
    readonly client: () => Promise<PlatformClient | null>;
    readonly now: () => number;
  },
): Promise<Completion> {
  if (answer.state !== attempt.state) return failed("forged");
  switch (answer.kind) {
    case "error":
      return failed(["server_error", "temporarily_unavailable"].includes(answer.error) ? "unreachable" : "denied");
    case "token": {
      if (attempt.codeVerifier !== null) return failed("forged");
      const { accessToken, expiresInSeconds } = answer;
      const expiresAt = expiresInSeconds === null ? null : now() + expiresInSeconds * 1000;
      return { kind: "signed-in", session: { accessToken, expiresAt } };
    }
    case "code": {
      const { codeVerifier } = attempt;
      if (codeVerifier === null) return failed("forged");
      const platform = await client();
      if (platform === null) return failed("unreachable");
      const exchanged = await platform.exchangeCode({ code: answer.code, codeVerifier, redirectUri });
      return exchanged.kind === "signed-in" ? exchanged : failed(exchanged.kind);
    }
    default:
      return answer satisfies never;
  }
}

function failed(reason: Reason): Completion {
  return { kind: "failed", reason };
}
