import type { Medium } from "../interaction.ts";
import { callback } from "./callback.ts";
import { chat } from "./chat.ts";
import { email } from "./email.ts";
import { message } from "./message.ts";
import type { MediumShape } from "./shape.ts";
import { voice } from "./voice.ts";

export const shapes: Readonly<Record<Medium, MediumShape>> = {
  voice,
  callback,
  chat,
  email,
  sms: message({ type: "sms" }),
  whatsapp: message({ type: "whatsapp" }),
  webmessaging: message({ type: "webmessaging", journey: true }),
  open: message({ type: "open" }),
  facebook: message({ type: "facebook" }),
};
