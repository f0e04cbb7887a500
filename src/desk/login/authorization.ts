import { createHash } from "node:crypto";
import type { Directory, OAuthClient } from "../organization/directory.ts";
import type { Runtime } from "../runtime.ts";
import type { Grant, Tokens } from "./tokens.ts";

/** A request to sign in that names a known client and one of its own redirect URIs. */
export interface AuthorizationRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly responseType: "token" | "code";
  readonly state: string | null;
  readonly codeChallenge: string | null;
  readonly forceLogin: boolean;
}

/** Nothing may be sent to a redirect URI that is not the client's: such a request is shown, not redirected. */
export type RequestOutcome =
  | { readonly kind: "ok"; readonly request: AuthorizationRequest }
  | { readonly kind: "refused"; readonly error: string; readonly detail: string }
  | { readonly kind: "redirect"; readonly location: string };

const codeLifetimeMilliseconds = 60_000;
const challengePattern = /^[A-Za-z0-9_-]{43}$/;

export function readAuthorizationRequest(query: URLSearchParams, directory: Directory): RequestOutcome {
  const client = directory.clients.find(({ id }) => id === query.get("client_id"));
  if (client === undefined) return refused("invalid_client", "The client_id is not registered in this organisation.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!client.redirectUris.includes(redirectUri)) {
    return refused("redirect_uri_mismatch", "The redirect_uri is not one that this client is registered with.");
  }
  const responseType = query.get("response_type");
  const state = query.get("state");
  const back = (error: string, description: string): RequestOutcome => ({
    kind: "redirect",
    location: answerUri({ redirectUri, responseType: responseType === "token" ? "token" : "code", state }, [
      ["error", error],
      ["error_description", description],
    ]),
  });
  const granted = { TOKEN: "token", CODE: "code", CLIENT_CREDENTIALS: null }[client.grant];
  if (responseType !== "token" && responseType !== "code") {
    return back("unsupported_response_type", "response_type must be token or code");
  }
  if (responseType !== granted) {
    return back("unauthorized_client", `This client may not use response_type=${responseType}`);
  }
  const codeChallenge = query.get("code_challenge");
  if (responseType === "code") {
    if (codeChallenge === null || !challengePattern.test(codeChallenge)) {
      return back("invalid_request", "code_challenge must be the base64url SHA-256 of the code_verifier");
    }
    if (query.get("code_challenge_method") !== "S256") {
      return back("invalid_request", "code_challenge_method must be S256");
    }
  }
  return {
    kind: "ok",
    request: { client, redirectUri, responseType, state, codeChallenge, forceLogin: query.get("prompt") === "login" },
  };
}

/** Where the browser goes with the answer: a fragment for the implicit grant, a query for a code. */
function answerUri(
  { redirectUri, responseType, state }: Pick<AuthorizationRequest, "redirectUri" | "responseType" | "state">,
  members: readonly (readonly [string, string])[],
): string {
  const answer = new URLSearchParams();
  for (const [name, value] of members) answer.set(name, value);
  if (state !== null) answer.set("state", state);
  if (responseType === "token") return `${redirectUri}#${answer.toString()}`;
  const target = new URL(redirectUri);
  for (const [name, value] of answer) target.searchParams.set(name, value);
  return target.toString();
}

interface IssuedCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly userId: string;
  readonly expiresAt: number;
}

/** Grants that agents have given: the answer for the browser now, a token for a code later. */
export interface Authorization {
  allow(request: AuthorizationRequest, userId: string): string;
  deny(request: AuthorizationRequest): string;
  /** Exchanges a code once, within a minute, for the client, redirect URI and verifier that it was issued for. */
  exchange(form: URLSearchParams): ExchangeOutcome;
}
type ExchangeOutcome =
  | { readonly ok: true; readonly grant: Grant }
  | { readonly ok: false; readonly error: "invalid_grant" | "invalid_request"; readonly description: string };

export function createAuthorization({
  tokens,
  runtime,
  lifetimeSeconds,
}: {
  readonly tokens: Tokens;
  readonly runtime: Pick<Runtime, "clock" | "newSecret">;
  readonly lifetimeSeconds: () => number;
}): Authorization {
  const codes = new Map<string, IssuedCode>();

  const issueCode = (request: AuthorizationRequest, codeChallenge: string, userId: string): string => {
    const code = runtime.newSecret();
    codes.set(code, {
      clientId: request.client.id,
      redirectUri: request.redirectUri,
      codeChallenge,
      userId,
      expiresAt: runtime.clock.now() + codeLifetimeMilliseconds,
    });
    return code;
  };

  return {
    allow: (request, userId) => {
      if (request.codeChallenge !== null) {
        return answerUri(request, [["code", issueCode(request, request.codeChallenge, userId)]]);
      }
      const grant = tokens.issue(request.client.id, userId, lifetimeSeconds());
      return answerUri(request, [
        ["access_token", grant.token],
        ["expires_in", String(lifetimeSeconds())],
        ["token_type", "bearer"],
      ]);
    },
    deny: (request) =>
      answerUri(request, [
        ["error", "access_denied"],
        ["error_description", "The user denied the request"],
      ]),
    exchange: (form) => {
      const code = form.get("code") ?? "";
      const issued = codes.get(code);
      codes.delete(code);
      if (issued === undefined) return failed("authorization code is unknown or was used already");
      if (issued.expiresAt <= runtime.clock.now()) return failed("authorization code has expired");
      if (form.get("client_id") !== issued.clientId) return failed("authorization code belongs to another client");
      if (form.get("redirect_uri") !== issued.redirectUri) return failed("redirect_uri does not match");
      const verifier = form.get("code_verifier");
      if (verifier === null) return { ok: false, error: "invalid_request", description: "code_verifier is missing" };
      if (createHash("sha256").update(verifier).digest("base64url") !== issued.codeChallenge) {
        return failed("code_verifier does not match the code_challenge");
      }
      return { ok: true, grant: tokens.issue(issued.clientId, issued.userId, lifetimeSeconds()) };
    },
  };
}

function failed(description: string): ExchangeOutcome {
  return { ok: false, error: "invalid_grant", description };
}

function refused(error: string, detail: string): RequestOutcome {
  return { kind: "refused", error, detail };
}
