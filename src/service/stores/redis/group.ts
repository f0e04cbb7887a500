import * as z from "zod/mini";
import type { ErasedCustomer, GroupRequest, StoredGroup } from "../store.ts";
import * as rows from "./rows.ts";

const member = z.tuple([z.string(), rows.customerRow]);
const group = z.nullable(
  z.union([
    z.tuple([z.literal("erased"), member]),
    z.tuple([
      z.literal("living"),
      z.tuple([member], member),
      z.array(z.array(rows.interactionRow)),
      z.array(z.array(rows.sentimentRow)),
      z.array(z.array(rows.sessionRow)),
    ]),
  ]),
);

/** What the group script answers: of every member its facts, which are put in one order here. */
export function toGroup(found: unknown, request: GroupRequest): StoredGroup | ErasedCustomer | null {
  const answer = z.parse(group, found);
  if (answer === null) return null;
  if (answer[0] === "erased") return rows.toErased(...answer[1]);
  const [, [first, ...others], interactions, sentiments, sessions] = answer;
  return {
    state: "living",
    members: [rows.toLiving(...first), ...others.map((one) => rows.toLiving(...one))],
    newest: rows.mergeNewest(
      interactions.map((list) => list.map(rows.toInteraction)),
      rows.placeOfInteraction,
      request.interactions,
    ),
    sentiments: rows.mergeNewest(
      sentiments.map((list) => list.map(rows.toSentiment)),
      ({ at, conversationId }) => ({ at, id: conversationId }),
      request.sentiments,
    ),
    sessions: rows
      .mergeNewest(
        sessions.map((list) => list.map(rows.toSession)),
        rows.placeOfSession,
      )
      .filter(({ session }) => session.endedAt === null),
  };
}
