/** What the login host sends back on the address of the redirect URI, whoever made it do so. */
export type Answer =
  | { readonly kind: "code"; readonly state: string | null; readonly code: string }
  | {
      readonly kind: "token";
      readonly state: string | null;
      readonly accessToken: string;
      readonly expiresInSeconds: number | null;
    }
  | { readonly kind: "error"; readonly state: string | null; readonly error: string };

/** Where a sign-in was asked from; its name begins the state, so that the page that comes back knows whom to hand the answer. */
export type Place = "frame" | "popup" | "silent";

/** Reads an answer from query or fragment; null when there is none. */
export function readAnswer({ search, hash }: { readonly search: string; readonly hash: string }): Answer | null {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/u, ""));
  const accessToken = fragment.get("access_token");
  if (accessToken) {
    const seconds = Number(fragment.get("expires_in") ?? "");
    return {
      kind: "token",
      state: fragment.get("state"),
      accessToken,
      expiresInSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    };
  }
  const code = query.get("code");
  if (code) return { kind: "code", state: query.get("state"), code };
  for (const parameters of [fragment, query]) {
    const error = parameters.get("error");
    if (error) return { kind: "error", state: parameters.get("state"), error };
  }
  return null;
}

export function placeOf({ state }: Answer): Place | null {
  const [place = ""] = state?.split(".") ?? [];
  return place === "frame" || place === "popup" || place === "silent" ? place : null;
}
