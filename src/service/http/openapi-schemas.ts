import * as z from "zod/mini";
import { collectedDataPatch, interactionsPage } from "../../contract/customer.ts";
import { identifier } from "../../contract/identifier.ts";
import { interactionSummary, interactionSummaryInput } from "../../contract/interaction.ts";
import { ambiguous, firstContact, lookupAnswer, lookupRequest, returningCustomer } from "../../contract/lookup.ts";
import { problem } from "../../contract/problem.ts";
import { linkedIdentifier, unifiedInteractionContext } from "../../contract/record.ts";

type JsonSchema = z.core.JSONSchema._JSONSchema;

export interface OpenApiSchemas {
  /** The JSON Schema of a request's part, or a reference to its component. */
  request(schema: z.core.$ZodType): JsonSchema;
  answer(schema: z.core.$ZodType): JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Schemas that a reader of the document knows by name; all others stand where they are used. */
const namedInRequests = {
  Identifier: identifier,
  InteractionSummaryInput: interactionSummaryInput,
  LookupRequest: lookupRequest,
  CollectedDataPatch: collectedDataPatch,
};
const namedInAnswers = {
  UnifiedInteractionContext: unifiedInteractionContext,
  InteractionSummary: interactionSummary,
  LinkedIdentifier: linkedIdentifier,
  InteractionsPage: interactionsPage,
  LookupAnswer: lookupAnswer,
  ReturningCustomer: returningCustomer,
  FirstContact: firstContact,
  Ambiguous: ambiguous,
  Problem: problem,
};

/** Turns the schemas that validate into those of the document: requests as they are read, answers as they are written. */
export function createOpenApiSchemas(): OpenApiSchemas {
  const requests = converter("input", namedInRequests);
  const answers = converter("output", namedInAnswers);
  return {
    request: requests.convert,
    answer: answers.convert,
    components: { ...requests.components, ...answers.components },
  };
}

function converter(io: "input" | "output", named: Readonly<Record<string, z.core.$ZodType>>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const names = new Map(Object.entries(named).map(([id, schema]) => [schema, id]));
  const options = {
    io,
    unrepresentable: "any" as const,
    override: ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }) => {
      // Clients must ignore members that they do not know, so an answer is never closed.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  };
  const { schemas } = z.toJSONSchema(registry, { ...options, uri: reference });
  const convert = (schema: z.core.$ZodType): JsonSchema => {
    const name = names.get(schema);
    if (name !== undefined) return { $ref: reference(name) };
    // Converted beside the named ones, so that it refers to them.
    const beside = z.registry<{ id: string }>();
    for (const [id, one] of Object.entries(named)) beside.add(one, { id });
    beside.add(schema, { id: "it" });
    return bare(z.toJSONSchema(beside, { ...options, uri: reference }).schemas["it"] ?? {});
  };
  return { convert, components: Object.fromEntries(Object.entries(schemas).map(([id, one]) => [id, bare(one)])) };
}

function reference(id: string): string {
  return `#/components/schemas/${id}`;
}

function bare(schema: z.core.JSONSchema.BaseSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([member]) => member !== "$schema" && member !== "$id"));
}
