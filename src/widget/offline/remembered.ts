import * as z from "zod/mini";
import { utcTime } from "../../contract/primitives.ts";
import { returningCustomer } from "../journey/uic-answers.ts";

/** A journey as it was last answered, and when by the service's clock. */
export const rememberedJourney = z.object({ customer: returningCustomer, at: utcTime });
export type RememberedJourney = z.infer<typeof rememberedJourney>;
