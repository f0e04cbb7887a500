/** Who runs the command, as the environment says it: never on a command line, where other users of the machine could read it. */
export type AdminCredentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "client"; readonly id: string; readonly secret: string };

export const credentialVariables = {
  token: "GENESYS_ADMIN_TOKEN",
  clientId: "GENESYS_ADMIN_CLIENT_ID",
  clientSecret: "GENESYS_ADMIN_CLIENT_SECRET",
} as const;

/** A pasted access token wins over a client; null when the environment holds neither whole. */
export function readCredentials(env: Readonly<Record<string, string | undefined>>): AdminCredentials | null {
  const token = env[credentialVariables.token]?.trim() ?? "";
  if (token !== "") return { kind: "token", token };
  const id = env[credentialVariables.clientId]?.trim() ?? "";
  const secret = env[credentialVariables.clientSecret]?.trim() ?? "";
  return id === "" || secret === "" ? null : { kind: "client", id, secret };
}

/** What an admin who gave no credentials is told. */
export const credentialsWanted = `Set ${credentialVariables.clientId} and ${credentialVariables.clientSecret} to an OAuth client of the grant Client Credentials, or ${credentialVariables.token} to an access token of an administrator.`;
