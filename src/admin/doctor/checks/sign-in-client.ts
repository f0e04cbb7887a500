import * as z from "zod/mini";
import type { Platform } from "../../genesys/platform.ts";
import { fails, holds, holdsIf, unknown, type Finding } from "../finding.ts";
import type { Patient } from "../patient.ts";

const texts = z._default(z.nullish(z.array(z.string())), []);
const oauthClient = z.object({
  authorizedGrantType: z.string(),
  registeredRedirectUri: texts,
  scope: texts,
  state: z._default(z.nullish(z.string()), "active"),
});

const grants = { pkce: "CODE", implicit: "TOKEN" } as const;
const grantNames = { pkce: "Code Authorization", implicit: "Token Implicit Grant" } as const;
const scopes = ["conversations:readonly", "notifications", "user-basic-info"] as const;

/** Whether the client that agents sign in with is there, and is what the widget takes it for. */
export async function checkSignInClient(platform: Platform, { widget, service }: Patient): Promise<readonly Finding[]> {
  if (!widget) return [unknown("The OAuth client of the widget", "No readable config.json names it.")];
  const { clientId, grant } = widget.oauth;
  const path = `/api/v2/oauth/clients/${encodeURIComponent(clientId)}`;
  const answer = await platform.ask({ method: "GET", path, answer: oauthClient });
  if (!answer.ok)
    return answer.failure.kind === "missing" || answer.failure.kind === "refused"
      ? [
          fails(
            "The OAuth client of the widget does not exist in this organisation",
            `Put the id of the right client (Admin → Integrations → OAuth) into oauth.clientId of config.json; it is ${clientId}.`,
          ),
        ]
      : [unknown("The OAuth client of the widget", answer.failure.sentence)];
  const { authorizedGrantType, registeredRedirectUri, scope, state } = answer.value;
  const redirect = `${service}/`;
  const missing = scopes.filter((one) => !scope?.includes(one) && !scope?.includes(one.replace(":readonly", "")));
  return [
    holdsIf(
      state === "active",
      "The OAuth client of the widget is there and active",
      "The OAuth client of the widget is not active",
      "Activate it: Admin → Integrations → OAuth.",
    ),
    holdsIf(
      authorizedGrantType.replaceAll("-", "_") === grants[grant],
      `Its grant is ${grantNames[grant]}, as config.json says`,
      `Its grant is ${authorizedGrantType}, which is not what config.json says (${grant})`,
      'Set oauth.grant of config.json to "pkce" for Code Authorization, or to "implicit" for Token Implicit Grant.',
    ),
    holdsIf(
      registeredRedirectUri?.includes(redirect) === true,
      "Its redirect URI is the widget's address",
      "The widget's address is not among its redirect URIs",
      `Add exactly ${redirect} (with the slash) to its authorized redirect URIs.`,
    ),
    scope?.length === 0
      ? unknown(
          "The scopes of the OAuth client",
          "Genesys Cloud tells none: see that it has " + scopes.join(", ") + ".",
        )
      : holdsIf(
          missing.length === 0,
          "It has the scopes that the widget needs",
          `It lacks the scopes ${missing.join(", ")}`,
          "Add them to the client; agents sign in once more.",
        ),
    ...(grant === "implicit"
      ? [
          unknown(
            "To know: Genesys Cloud switches the implicit grant off by March 2027",
            'Make a client of the grant Code Authorization and set "pkce" before.',
          ),
        ]
      : [holds("It will go on working: PKCE is the grant that stays")]),
  ];
}
