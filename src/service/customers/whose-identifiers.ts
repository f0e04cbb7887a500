import type { Identifier } from "../../contract/identifier.ts";
import { livingOwner, partsOf } from "../identity/decide.ts";
import { done, type Call, type Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { readStanding } from "./who-is.ts";

/** Everyone to whom these identifiers belong. One that several share names nobody for certain, and refuses the whole request. */
export async function whoseIdentifiers(
  context: CustomersContext,
  call: Call,
  request: readonly Identifier[],
): Promise<Outcome<readonly string[]>> {
  const identifiers = context.identifiers.read(call.organization, request);
  const standing = await readStanding(context, call.organization.id, identifiers);
  const found = new Set<string>();
  const shared = new Set<string>();
  for (const identifier of identifiers) {
    const owners = partsOf(identifier, standing, null).flatMap(livingOwner);
    for (const { survivorId } of owners) (owners.length > 1 ? shared : found).add(survivorId);
  }
  if (shared.size === 0) return done([...found]);
  return {
    ok: false,
    code: "ambiguous",
    detail: "Several customers share one of these identifiers and nothing was done; ask again by customer id.",
    customerIds: [...shared],
  };
}
