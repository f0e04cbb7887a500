import { ErrorReply } from "@redis/client";

/** What went wrong with a command, in words; `passes` when the same may succeed a moment later. */
export interface Trouble {
  readonly sentence: string;
  readonly passes: boolean;
}

const replies: Readonly<Record<string, Trouble>> = {
  LOADING: { sentence: "The Redis server is still reading its files; try again in a moment.", passes: true },
  BUSY: { sentence: "The Redis server is busy with a long script; try again in a moment.", passes: true },
  TRYAGAIN: { sentence: "The Redis cluster is moving keys; try again in a moment.", passes: true },
  CLUSTERDOWN: { sentence: "The Redis cluster is down; look at its nodes.", passes: true },
  MASTERDOWN: { sentence: "The Redis server has lost its master; look at the replication.", passes: true },
  READONLY: {
    sentence: "The Redis server is a replica and takes no writes; point UIC_STORE at the master.",
    passes: true,
  },
  NOREPLICAS: { sentence: "The Redis server has too few replicas to take writes; look at them.", passes: true },
  MISCONF: { sentence: "The Redis server cannot write its files; look at its disk.", passes: false },
  OOM: { sentence: "The Redis server is out of memory; give it more, nothing is evicted.", passes: false },
  MOVED: {
    sentence: "The Redis server is a node of a cluster that keeps these keys elsewhere; name a server that keeps all.",
    passes: false,
  },
  NOAUTH: { sentence: "The Redis server asks for a password; put it into UIC_STORE.", passes: false },
  WRONGPASS: { sentence: "The Redis server refuses the password in UIC_STORE; correct it.", passes: false },
};
const aliases: Readonly<Record<string, string>> = { ASK: "MOVED", CROSSSLOT: "MOVED" };

/** Tells apart what the server answers and what the connection meets. Null for what is nobody's trouble but a fault in our own commands. */
export function tellApart(error: unknown): Trouble | null {
  if (error instanceof Error && "code" in error && /CERT|UNABLE_TO_VERIFY/.test(String(error.code)))
    return {
      sentence: "The Redis server's certificate is not trusted; name its authority by NODE_EXTRA_CA_CERTS.",
      passes: false,
    };
  if (!(error instanceof ErrorReply))
    return { sentence: "The Redis server cannot be reached; look at it and at the network between.", passes: true };
  // A refusal inside a script carries its code first, or, before Redis 7, behind the script's name.
  const codes = error.message.match(/(?:^|-)[A-Z]+\b/g) ?? [];
  for (const found of codes) {
    const code = found.replace("-", "");
    const trouble = replies[aliases[code] ?? code];
    if (trouble) return trouble;
  }
  if (/invalid password|AUTH/.test(error.message)) return replies["WRONGPASS"] ?? null;
  return null;
}

/** A command that this server does not know, or that this user may not give. */
export class CommandRefused extends Error {
  override readonly name = "CommandRefused";

  /** Names the code alone: the rest of such an answer can quote what was sent. */
  constructor(answer: unknown) {
    const code = answer instanceof ErrorReply ? /^[A-Z]+/.exec(answer.message)?.[0] : null;
    super(
      `The Redis server refused a command with ${code ?? "an error"}; look at its version and at the user's rights.`,
    );
  }
}
