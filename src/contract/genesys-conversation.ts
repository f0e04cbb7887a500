import * as z from "zod/mini";

/** `GET /api/v2/conversations/{id}` as far as it is read; unknown members are ignored, missing ones tolerated. */
export const conversation = z.object({ id: z.string(), participants: z._default(z.array(z.looseObject({})), []) });
export type Conversation = z.infer<typeof conversation>;
