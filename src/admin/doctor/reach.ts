/** What came back from an address, and when it was there: milliseconds since the epoch, halfway between question and answer. */
export type Reached =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Headers;
      /** Parsed JSON, or undefined where there was none. */
      readonly body: unknown;
      readonly at: number;
    }
  | { readonly ok: false; readonly next: string };

export interface Network {
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch, by this machine. */
  readonly now: () => number;
}

const timeoutMilliseconds = 10_000;

/** Asks once, follows nothing, and says in words why there is no answer. */
export async function reach({ fetch, now }: Network, url: string, init: RequestInit = {}): Promise<Reached> {
  const askedAt = now();
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    const at = (askedAt + now()) / 2;
    const text = await response.text();
    return { ok: true, status: response.status, headers: response.headers, body: parsed(text), at };
  } catch (error) {
    return { ok: false, next: whyNot(codeOf(error), new URL(url).host) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of Node's fetch, the cause has it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { cause } = error;
  const named = cause instanceof Error && "code" in cause ? cause.code : error.name;
  return typeof named === "string" ? named : "";
}

function whyNot(code: string, host: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing listens at ${host}: start the service (its log says why when it does not), or look at the port.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The name ${host} is not known here: look at the DNS entry and the spelling.`;
    case "CERT_HAS_EXPIRED":
      return `The certificate of ${host} has expired: renew it.`;
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return `The certificate of ${host} is not of an authority that browsers trust, or the chain is not whole: install one with its chain.`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `The certificate is for another name than ${host}: install one for this name.`;
    case "TimeoutError":
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return `${host} does not answer within 10 seconds: look at the firewall, the security group and the load balancer.`;
    default:
      return `${host} cannot be reached${code === "" ? "" : ` (${code})`}: look at the network, the proxy and the address.`;
  }
}
