import { placeOf, readAnswer } from "./answer.ts";

/** The message by which a popup or a hidden frame hands the login host's answer to the widget that opened it. */
export const handOverType = "customer-journey/sign-in-answer";

/**
 * Where the widget's page was loaded only to bring a sign-in back, hands the answer over and returns true: nothing else
 * may start then. The receiver checks the state; here only our own origin is spoken to.
 */
export function handOverSignInAnswer(window: Window): boolean {
  const { search, hash, origin, pathname } = window.location;
  const answer = readAnswer({ search, hash });
  const place = answer && placeOf(answer);
  if (place !== "popup" && place !== "silent") return false;
  const isFramed = window.parent !== window;
  const receiver: unknown = isFramed ? window.parent : window.opener;
  window.history.replaceState(null, "", pathname);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `opener` is untyped, and is a Window or null by the standard.
  (receiver as Window | null)?.postMessage({ type: handOverType, search, hash }, origin);
  if (!isFramed) window.close();
  return true;
}
