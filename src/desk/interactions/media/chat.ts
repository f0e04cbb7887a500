import { type MediumShape, nothing } from "./shape.ts";

/** Web chat v2: no address anywhere, only what the pre-chat form asked for, in the customer's `context.*` attributes. */
export const chat: MediumShape = {
  collection: "chats",
  provider: "PureCloud Webchat v2",
  mediaType: "chat",
  messageType: null,
  participant: nothing,
  communication: nothing,
  session: nothing,
  event: nothing,
};
