import { parseArgs } from "node:util";

/** What the admin asked for. */
export interface Wish {
  /** Where the service is, as browsers reach it: an origin. Null for the one on this machine. */
  readonly service: string | null;
  /** Email or id. */
  readonly agent: string | null;
  readonly conversation: string | null;
  readonly organization: string | null;
  readonly json: boolean;
}

export const usage =
  "Usage: npm run doctor -- [--service https://HOST] [--agent EMAIL-OR-ID] [--conversation ID] [--organization ID] [--json]";

const conversationId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Null when the command line is not one of the doctor's. */
export function readArguments(args: readonly string[]): Wish | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        service: { type: "string" },
        agent: { type: "string" },
        conversation: { type: "string" },
        organization: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const service = values.service === undefined ? null : originOf(values.service);
    if (service === undefined) return null;
    if (values.conversation !== undefined && !conversationId.test(values.conversation)) return null;
    const { agent = null, conversation = null, organization = null, json } = values;
    return { service, agent, conversation, organization, json };
  } catch {
    return null;
  }
}

/** Undefined for what is no http address. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}
