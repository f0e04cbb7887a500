/** Why a function cannot begin, in words an admin can act on. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** Stands for what went wrong inside: the runtime prints the message of what is thrown, which could quote what a caller sent. */
export class FunctionFailed extends Error {
  override readonly name = "FunctionFailed";
}
