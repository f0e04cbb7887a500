import type { Situation } from "../../journey/situation.ts";
import type { Locale } from "../../locale/locale.ts";
import type { IconName } from "../../ui/Icon.tsx";

/** A situation without a journey: what it is, what it means, what can be done. */
export interface Statement {
  readonly icon: IconName;
  readonly title: string;
  readonly body: string;
  /** What an admin needs to see, each on a line of its own. */
  readonly issues: readonly string[];
  readonly hint: string | null;
  readonly action: { readonly kind: "retry" | "sign-in"; readonly label: string } | null;
  readonly retryAt: number | null;
}

/** These show a customer, or that one is on the way. */
const shown = ["signing-in", "loading", "first-contact", "ambiguous", "returning", "hidden"] as const;

/** The situations that a statement says. */
export type Stated = Exclude<Situation, { readonly kind: (typeof shown)[number] }>;

export function isStated(situation: Situation): situation is Stated {
  return !shown.some((kind) => kind === situation.kind);
}

export function selectStatement(situation: Stated, { text }: Locale): Statement {
  const retry = { kind: "retry", label: text("retry") } as const;
  const lookAgain = { kind: "retry", label: text("state.lookAgain") } as const;
  switch (situation.kind) {
    case "refused-launch": {
      const { parameter, fault } = situation.refusal;
      return say("shield", text("state.refused"), text(`state.refused.${fault}`, { parameter }), {
        hint: text("state.refused.hint"),
      });
    }
    case "misconfigured":
      return say("gear", text("state.misconfigured"), text(`state.misconfigured.${situation.fault}`), {
        issues: situation.issues,
        action: retry,
      });
    case "sign-in-needed":
      return say("key", text("state.sign-in"), text(`state.sign-in.${situation.reason}`), {
        action: { kind: "sign-in", label: text("signIn") },
      });
    case "conversation-not-found":
      return say("search", text("state.not-found"), text("state.not-found.body"), { action: lookAgain });
    case "conversation-forbidden":
      return say("lock", text("state.forbidden"), text("state.forbidden.body"), { action: lookAgain });
    case "no-customer":
      return say("colleagues", text("state.no-customer"), text("state.no-customer.body"), { action: lookAgain });
    case "anonymous":
      return say("incognito", text("state.anonymous"), text("state.anonymous.body"), { action: lookAgain });
    case "no-permission":
      return say(
        "badge",
        text(`state.no-permission.${situation.by}`),
        text(`state.no-permission.${situation.by}.body`),
        { action: lookAgain },
      );
    case "erased":
      return say("eraser", text("state.erased"), text("state.erased.body"), { action: lookAgain });
    case "unavailable":
      return say(
        unavailableIcons[situation.because],
        text(`state.${situation.because}`),
        text(`state.${situation.because}.body`),
        { action: retry, retryAt: situation.retryAt },
      );
    case "broken":
      return say("warning", text("state.broken"), text("state.broken.body"), {
        action: { kind: "retry", label: text("state.restart") },
      });
  }
}

const unavailableIcons = {
  offline: "offline",
  "genesys-unreachable": "cloud",
  "genesys-malformed": "scrambled",
  "service-unreachable": "unplugged",
  "service-malformed": "scrambled",
  "rate-limited": "hourglass",
} as const satisfies Record<Extract<Situation, { kind: "unavailable" }>["because"], IconName>;

function say(icon: IconName, title: string, body: string, rest: Partial<Statement>): Statement {
  return { icon, title, body, issues: [], hint: null, action: null, retryAt: null, ...rest };
}
