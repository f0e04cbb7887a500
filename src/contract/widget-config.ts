import * as z from "zod/mini";
import { regionDomain } from "./regions.ts";

const serviceOrigin = /^(?:https:\/\/[a-z0-9.-]+(?::\d{1,5})?|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?)?$/;

/** `/config.json`: what an admin deploys beside the built widget. */
export const widgetConfig = z.strictObject({
  oauth: z.strictObject({
    clientId: z.string().check(z.minLength(1)),
    grant: z._default(z.enum(["implicit", "pkce"]), "implicit"),
  }),
  uicApi: z.strictObject({
    baseUrl: z
      .string()
      .check(z.regex(serviceOrigin, 'must be an https origin such as https://uic.example.com, or "" for this origin')),
  }),
  genesys: z.strictObject({
    environments: z.array(regionDomain).check(z.minLength(1)),
    gateway: z.optional(
      z.strictObject({
        protocol: z.literal("http"),
        host: z.enum(["localhost", "127.0.0.1"]),
        port: z.int().check(z.minimum(1), z.maximum(65_535)),
      }),
    ),
  }),
});
export type WidgetConfig = z.infer<typeof widgetConfig>;
