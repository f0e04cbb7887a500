import type { InteractionSummary } from "../../contract/interaction.ts";
import type { Organization } from "../config.ts";
import type { CustomersContext } from "./context.ts";

/** What is recorded of one conversation, of the first customer where it has several; null when nothing is. */
export async function readInteraction(
  { store }: Pick<CustomersContext, "store">,
  { id }: Pick<Organization, "id">,
  conversationId: string,
): Promise<InteractionSummary | null> {
  const known = await store.conversation(id, conversationId);
  return known?.interaction?.summary ?? null;
}
