import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { NotStarted } from "./function-failures.ts";

/** As many as SSM gives out at once. */
const namesPerRequest = 10;

/**
 * Parameters of SSM, decrypted, as variables: `/uic/GENESYS_CLIENT_SECRET` gives `GENESYS_CLIENT_SECRET`.
 * What is not there is left out. Rejects with a sentence that names no value.
 */
export async function readSecrets(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const secrets: Record<string, string> = {};
  if (names.length === 0) return secrets;
  const client = new SSMClient({ requestHandler: { connectionTimeout: 2000, requestTimeout: 3000 } });
  try {
    for (let from = 0; from < names.length; from += namesPerRequest) {
      const Names = names.slice(from, from + namesPerRequest);
      const { Parameters = [] } = await client.send(new GetParametersCommand({ Names, WithDecryption: true }));
      for (const { Name = "", Value } of Parameters)
        if (Value !== undefined) secrets[Name.slice(Name.lastIndexOf("/") + 1)] = Value;
    }
    return secrets;
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown error";
    throw new NotStarted(
      `UIC_SECRETS: SSM did not give out ${names.join(", ")} (${name}); look at the function's rights.`,
    );
  } finally {
    client.destroy();
  }
}
