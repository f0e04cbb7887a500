import * as z from "zod/mini";
import { customerExport } from "../../contract/customer-export.ts";
import { auditEntry, auditPage, collectedDataPatch, erasureReceipt } from "../../contract/customer.ts";
import { identifier } from "../../contract/identifier.ts";
import { interactionSummary, interactionSummaryInput } from "../../contract/interaction.ts";
import { interactionsPage } from "../../contract/interactions-page.ts";
import { ambiguous, firstContact, lookupAnswer, lookupRequest, returningCustomer } from "../../contract/lookup.ts";
import { problem } from "../../contract/problem.ts";
import { anyJson, channelUserRequest, session, sessionRequest } from "../../contract/writes.ts";
import { linkedIdentifier, unifiedInteractionContext } from "../../contract/record.ts";

import type { Operation } from "./operation.ts";

type JsonSchema = z.core.JSONSchema._JSONSchema;

export interface OpenApiSchemas {
  /** The reference to the component of a request's body. */
  request(schema: z.core.$ZodType): JsonSchema;
  answer(schema: z.core.$ZodType): JsonSchema;
  /** The JSON Schema of the parameters in a path or a query string. */
  parameters(schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Schemas that a reader of the document knows by a name of their own; all others are named after their operation. */
const namedInRequests: Readonly<Record<string, z.core.$ZodType>> = {
  Identifier: identifier,
  InteractionSummaryInput: interactionSummaryInput,
  LookupRequest: lookupRequest,
  CollectedDataPatch: collectedDataPatch,
  SessionRequest: sessionRequest,
  ChannelUser: channelUserRequest,
  AnyJson: anyJson,
};
const namedInAnswers: Readonly<Record<string, z.core.$ZodType>> = {
  UnifiedInteractionContext: unifiedInteractionContext,
  InteractionSummary: interactionSummary,
  LinkedIdentifier: linkedIdentifier,
  InteractionsPage: interactionsPage,
  LookupAnswer: lookupAnswer,
  ReturningCustomer: returningCustomer,
  FirstContact: firstContact,
  Ambiguous: ambiguous,
  CustomerExport: customerExport,
  ErasureReceipt: erasureReceipt,
  AuditEntry: auditEntry,
  AuditPage: auditPage,
  Session: session,
  AnyJson: anyJson,
  Problem: problem,
};

/** Turns the schemas that validate into those of the document: requests as they are read, answers as they are written. */
export function createOpenApiSchemas(operations: readonly Operation[]): OpenApiSchemas {
  const requests = new Map(Object.entries(namedInRequests).map(([name, schema]) => [schema, name]));
  const answers = new Map(Object.entries(namedInAnswers).map(([name, schema]) => [schema, name]));
  for (const { id, body, answers: described } of operations) {
    const name = id.charAt(0).toUpperCase() + id.slice(1);
    if (body.mediaTypes.length > 0 && !requests.has(body.schema)) requests.set(body.schema, `${name}Request`);
    for (const { schema } of Object.values(described))
      if (schema && !answers.has(schema)) answers.set(schema, `${name}Answer`);
  }
  return {
    request: (schema) => ({ $ref: reference(requests.get(schema) ?? "") }),
    answer: (schema) => ({ $ref: reference(answers.get(schema) ?? "") }),
    parameters: (schema) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
    components: { ...components("input", requests), ...components("output", answers) },
  };
}

function components(io: "input" | "output", names: ReadonlyMap<z.core.$ZodType, string>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: "any",
    uri: reference,
    override: ({ jsonSchema }) => {
      // Clients must ignore members that they do not know, so an answer is never closed.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

function reference(name: string): string {
  return `#/components/schemas/${name}`;
}

/** Within the document a component is known by its place, not by an address of its own. */
function bare(schema: z.core.JSONSchema.BaseSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([member]) => member !== "$schema" && member !== "$id"));
}
