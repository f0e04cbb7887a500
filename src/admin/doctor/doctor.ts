import { apiOriginOf, type Organization } from "../../service/config.ts";
import { credentialsWanted, readCredentials, type AdminCredentials } from "../genesys/credentials.ts";
import { createPlatform, type Platform } from "../genesys/platform.ts";
import type { Wish } from "./arguments.ts";
import { checkAgent } from "./checks/agent.ts";
import { checkAgreement } from "./checks/agreement.ts";
import { checkClocks } from "./checks/clocks.ts";
import { checkConfiguration } from "./checks/configuration.ts";
import { checkConversation } from "./checks/conversation.ts";
import { checkDivisions } from "./checks/divisions.ts";
import { checkEvents } from "./checks/events.ts";
import { checkEventSource, checkIntegration, type Shown } from "./checks/integration.ts";
import { checkPipelineClient } from "./checks/pipeline-client.ts";
import { checkService } from "./checks/service.ts";
import { checkSignInClient } from "./checks/sign-in-client.ts";
import { checkWidgetPage } from "./checks/widget-page.ts";
import { fails, unknown, type Finding, type Section } from "./finding.ts";
import type { DoctorDeps, Patient } from "./patient.ts";
import { reach, type Reached } from "./reach.ts";

/** Looks at an installation from both ends and says of each thing whether it holds, or what to do. Changes and records nothing. */
export async function examine(deps: DoctorDeps, wish: Wish): Promise<readonly Section[]> {
  const { env } = deps;
  const configured = checkConfiguration(deps, wish);
  const service = wish.service ?? `http://${env["UIC_HOST"] || "127.0.0.1"}:${env["UIC_PORT"] || "8787"}`;
  const serving = await checkService(deps, service);
  const { organization } = configured;
  const widget = serving.widget ?? configured.widget;
  const environment = organization?.environments[0] ?? widget?.genesys.environments[0] ?? null;
  const patient: Patient = { wish, service, organization, environment, widget };
  const api = apiOf(patient);
  const answer = await reachGenesys(deps, api);
  const genesys =
    api !== null && answer.ok
      ? await lookAtGenesys(deps, api, patient)
      : { sections: [{ title: "Genesys Cloud", findings: [unreachable(api, answer)] }], ended: null };
  return [
    { title: "Configuration", findings: [...configured.findings, ...checkAgreement(patient)] },
    { title: "Service", findings: serving.findings },
    { title: "Clocks", findings: checkClocks({ "the service": serving.health, "Genesys Cloud": answer }) },
    { title: "The widget's page", findings: serving.isUp ? await checkWidgetPage(deps, patient) : isDown },
    ...genesys.sections,
    { title: "Event feed", findings: serving.isUp ? await lookAtEvents(deps, patient, genesys.ended) : isDown },
  ];
}

const isDown = [unknown("Not looked at", "The service does not answer: mend that first.")];

/** Whoever asks without a token is refused, and told the time. */
async function reachGenesys(deps: DoctorDeps, api: string | null): Promise<Reached> {
  return api === null
    ? { ok: false, next: "No readable configuration names an environment." }
    : reach(deps, `${api}/api/v2/tokens/me`);
}

function unreachable(api: string | null, answer: Reached): Finding {
  const next = answer.ok ? "" : answer.next;
  return api === null
    ? unknown("Everything in Genesys Cloud", next)
    : fails("Genesys Cloud cannot be reached from here", next);
}

interface Genesys {
  readonly sections: readonly Section[];
  /** The conversation that was asked for, if it has ended. */
  readonly ended: string | null;
}

async function lookAtGenesys(deps: DoctorDeps, api: string, patient: Patient): Promise<Genesys> {
  const { wish, organization } = patient;
  const admin = readCredentials(deps.env);
  const met = admin ? await lookAsAdmin(openPlatform(deps, api, admin), patient) : notLooked;
  const credentials = pipelineCredentials(organization, deps.env);
  const pipeline = credentials && openPlatform(deps, api, credentials);
  const noPipeline = [
    unknown(
      "The pipeline's client",
      "uic.config.json names no client, or its secret is not among the variables here; conversations are read with it.",
    ),
  ];
  const reads = pipeline && organization ? await checkPipelineClient(pipeline, organization) : noPipeline;
  const conversation =
    pipeline && wish.conversation !== null ? await checkConversation(pipeline, wish.conversation, met) : null;
  return {
    sections: [
      { title: "Genesys Cloud: the pipeline's client", findings: reads },
      ...met.sections,
      ...(conversation ? [{ title: "Genesys Cloud: the conversation", findings: conversation.findings }] : []),
    ],
    ended: conversation?.hasEnded === true ? wish.conversation : null,
  };
}

interface Met {
  readonly sections: readonly Section[];
  readonly shown: Shown | null;
  readonly agentId: string | null;
}

const notLooked: Met = {
  sections: [
    {
      title: "Genesys Cloud: what agents meet",
      findings: [unknown("OAuth client, interaction widget and agent", credentialsWanted)],
    },
  ],
  shown: null,
  agentId: null,
};

async function lookAsAdmin(platform: Platform, patient: Patient): Promise<Met> {
  const { wish, service, organization } = patient;
  const { findings, shown } = await checkIntegration(platform, service);
  const agent =
    wish.agent === null
      ? { findings: [unknown("One agent", "Name one with --agent.")], agentId: null, divisionId: null }
      : await checkAgent(platform, wish.agent, shown);
  const client = organization?.client;
  const divisions = client ? [await checkDivisions(platform, client.id, agent.divisionId)] : [];
  return {
    sections: [
      { title: "Genesys Cloud: sign-in", findings: await checkSignInClient(platform, patient) },
      { title: "Genesys Cloud: interaction widget", findings },
      { title: "Genesys Cloud: the agent", findings: [...agent.findings, ...divisions] },
      { title: "Genesys Cloud: events", findings: await checkEventSource(platform) },
    ],
    shown,
    agentId: agent.agentId,
  };
}

async function lookAtEvents(
  deps: DoctorDeps,
  { service, organization }: Patient,
  ended: string | null,
): Promise<readonly Finding[]> {
  return organization
    ? checkEvents(deps, { service, organization }, ended)
    : [unknown("The event feed", "No readable uic.config.json says whose events these are.")];
}

function apiOf({ organization, environment }: Patient): string | null {
  if (environment === null) return null;
  return organization ? apiOriginOf(organization, environment) : `https://api.${environment}`;
}

function pipelineCredentials(
  organization: Organization | null,
  env: DoctorDeps["env"],
): Extract<AdminCredentials, { kind: "client" }> | null {
  const client = organization?.client;
  const secret = client === undefined ? undefined : env[client.secretEnv];
  return client === undefined || !secret ? null : { kind: "client", id: client.id, secret };
}

function openPlatform({ fetch, wait }: DoctorDeps, api: string, credentials: AdminCredentials): Platform {
  const login = api.replace(/^https:\/\/api\./, "https://login.");
  return createPlatform({ hosts: { login, api }, credentials, fetch: (url, init) => fetch(url, init), wait });
}
