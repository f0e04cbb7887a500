import type { Models } from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import lookUp from "../data-actions/look-a-caller-up.custom.json" with { type: "json" };
import store from "../data-actions/store-what-a-flow-collected.custom.json" with { type: "json" };
import type { Answer } from "../genesys/answer.ts";
import { differences } from "./differences.ts";
import { nameOf } from "./marks.ts";
import { type ActionEntity, actionEntity, type CredentialEntity, credentialEntity } from "./present.ts";
import { newOne } from "./oauth-steps.ts";
import { hostOf, type Wish } from "./wanted.ts";
import { anything, untilKnown, write, type Work } from "./work.ts";

const credentialsPath = "/api/v2/integrations/credentials";
const actionsPath = "/api/v2/integrations/actions";

/** The credential under which the Data Actions call the service. What it holds can be written but not read. */
export async function settleCredential(
  work: Work,
  wish: Wish,
  present: CredentialEntity | null,
  /** Null when the credential holds the right key already. */
  serviceKey: string | null,
): Promise<Answer<string>> {
  const name = nameOf(hostOf(wish), "service key");
  const what = "credential of the Data Actions";
  if (present && serviceKey === null) {
    work.tell({ sign: "=", what });
    return { ok: true, value: present.id };
  }
  const body = {
    name,
    type: { name: "userDefined" },
    credentialFields: { serviceKey: serviceKey ?? "" },
  } satisfies Models.Credential;
  const written = present
    ? await write(
        work,
        { sign: "~", what, lines: ["serviceKey: a new one"] },
        { method: "PUT", path: `${credentialsPath}/${present.id}`, body, answer: credentialEntity },
        present,
      )
    : await write(
        work,
        { sign: "+", what },
        { method: "POST", path: credentialsPath, body, answer: credentialEntity },
        { id: newOne("credential"), name },
      );
  return written.ok ? { ok: true, value: written.value.id } : written;
}

const request = z.object({
  requestUrlTemplate: z.optional(z.string()),
  requestType: z.optional(z.string()),
  headers: z.optional(z.record(z.string(), z.string())),
});
const response = z.object({
  translationMap: z.optional(z.record(z.string(), z.string())),
  translationMapDefaults: z.optional(z.record(z.string(), z.string())),
});
const actionDetail = z.object({
  version: z.int(),
  category: z.optional(z.string()),
  config: z.optional(
    z.object({
      timeoutSeconds: z.optional(z.number()),
      request: z.optional(request),
      response: z.optional(response),
    }),
  ),
  contract: z.optional(
    z.object({
      input: z.optional(z.object({ inputSchema: z.unknown() })),
      output: z.optional(z.object({ successSchema: z.unknown() })),
    }),
  ),
});

export async function settleActions(
  work: Work,
  wish: Wish,
  { id: integrationId, isChanged }: { readonly id: string; readonly isChanged: boolean },
  present: readonly ActionEntity[],
): Promise<Answer<null>> {
  for (const exported of [lookUp, store]) {
    const { name, contract, secure, config } = exported;
    const wanted: Models.PostActionInput = {
      name,
      category: nameOf(hostOf(wish), "data actions"),
      integrationId,
      secure,
      contract: contract satisfies Models.ActionContractInput,
      config: atPlace(config, wish.url),
    };
    const [standing, ...more] = present.filter((action) => action.name === name);
    if (more.length > 0)
      work.byHand(`There are ${String(more.length + 1)} Data Actions "${name}": delete those that no flow uses.`);
    const create = (): Promise<Answer<ActionEntity>> =>
      write(
        work,
        { sign: "+", what: `Data Action "${name}"` },
        { method: "POST", path: actionsPath, body: wanted, answer: actionEntity },
        { id: newOne("action"), name, integrationId, version: 1 },
      );
    const settled = standing
      ? await updateAction(work, wanted, standing)
      : await (isChanged ? untilKnown(work, create) : create());
    if (!settled.ok) return settled;
  }
  return { ok: true, value: null };
}

/** The files name the service `https://HOST`, for whoever imports them by hand. */
function atPlace(config: typeof lookUp.config | typeof store.config, url: string): Models.ActionConfig {
  const { requestUrlTemplate } = config.request;
  return {
    timeoutSeconds: config.timeoutSeconds,
    request: { ...config.request, requestUrlTemplate: requestUrlTemplate.replace("https://HOST", url) },
    response: config.response,
  };
}

async function updateAction(
  work: Work,
  wanted: Models.PostActionInput,
  { id }: ActionEntity,
): Promise<Answer<unknown>> {
  const path = `${actionsPath}/${id}`;
  const what = `Data Action "${wanted.name}"`;
  const detail = await work.platform.ask({
    method: "GET",
    path,
    query: { expand: "contract", includeConfig: "true" },
    answer: actionDetail,
  });
  if (!detail.ok) return detail;
  const template = (file: string): Promise<Answer<string>> =>
    work.platform.ask({ method: "GET", path: `${path}/templates/${file}`, as: "text", answer: z.string() });
  const requestTemplate = await template("requesttemplate.vm");
  if (!requestTemplate.ok) return requestTemplate;
  const successTemplate = await template("successtemplate.vm");
  if (!successTemplate.ok) return successTemplate;

  const { version, category, config, contract } = detail.value;
  const lines = differences(
    { category: wanted.category, config: wanted.config },
    {
      category,
      config: {
        timeoutSeconds: config?.timeoutSeconds,
        request: { ...config?.request, requestTemplate: requestTemplate.value },
        response: { ...config?.response, successTemplate: successTemplate.value },
      },
    },
  );
  if (differences(wanted.contract, contract).length > 0) {
    work.byHand(
      `The contract of the ${what} is another one, and Genesys Cloud lets nobody change it: where no flow uses the action, delete it and run again.`,
    );
  }
  if (lines.length === 0) {
    work.tell({ sign: "=", what });
    return { ok: true, value: null };
  }
  const body = {
    category: wanted.category,
    name: wanted.name,
    config: wanted.config,
    version,
  } satisfies Models.UpdateActionInput;
  return write(work, { sign: "~", what, lines }, { method: "PATCH", path, body, answer: anything }, null);
}
