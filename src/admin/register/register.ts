import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import { readCaller, type AdminCaller } from "../genesys/caller.ts";
import type { Platform } from "../genesys/platform.ts";
import { readMembers } from "./configuration-files.ts";
import { homeDivision, idsOf } from "./name-ids.ts";
import type { Options } from "./options.ts";
import { permissionFault } from "./permissions.ts";
import { readPresent, type Present } from "./present.ts";
import { removeAll } from "./remove.ts";
import { openSecrets, type Files } from "./secrets.ts";
import { settleAll } from "./settle.ts";
import { insightPermissions, type Wish } from "./wanted.ts";
import type { Change, Work } from "./work.ts";

export interface RegisterDeps {
  readonly platform: Platform;
  readonly files: Files;
  readonly say: (line: string) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Whether an OAuth client is let in with a secret. */
  readonly signIn: (client: { readonly id: string; readonly secret: string }) => Promise<Answer<string>>;
  /** An unguessable text. */
  readonly newKey: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stands in for login and platform API, on this machine only. */
  readonly gateway: string | null;
}

/** Answers whether everything was done. Everything is read and judged before the first write. */
export async function register(deps: RegisterDeps, options: Options): Promise<boolean> {
  const { platform, files, say } = deps;
  const caller = await readCaller(platform);
  if (!caller.ok) return stopped(say, caller.failure, false);
  const lacking = permissionFault(caller.value, options);
  if (lacking !== null) return refused(say, [lacking]);

  const host = new URL(options.url).host;
  const read = await readPresent(platform, host, options.adopted);
  if (!read.ok) return stopped(say, read.failure, false);
  const { present, doubles, strangers } = read.value;
  const faults = [...doubles];
  const asked = options.remove ? null : await readAsked(deps, options, present, [...strangers]);
  if (asked !== null && !asked.ok) return stopped(say, asked.failure, false);
  if (asked !== null) faults.push(...asked.value.faults);
  if (faults.length > 0) return refused(say, faults);

  say(heading(caller.value, options));
  const byHand: string[] = [];
  let changes = 0;
  const work: Work = {
    platform,
    isDry: options.isDry,
    wait: deps.wait,
    byHand: (sentence) => void byHand.push(sentence),
    tell: (change) => {
      if (change.sign !== "=") changes += 1;
      say(told(change));
    },
  };
  const done =
    asked === null
      ? await removeAll(work, present)
      : await settleAll(work, {
          deps,
          options,
          caller: caller.value,
          present,
          secrets: openSecrets(files, options.secrets, options.isDry),
          wish: asked.value.wish,
          widgetFile: asked.value.widgetFile,
          serviceFile: asked.value.serviceFile,
        });
  if (!done.ok) return stopped(say, done.failure, !options.isDry);
  if (changes > 0 && !options.remove)
    byHand.push(
      `Start the service, or start it anew: set -a; . ${options.secrets}; set +a; npm run service. Keep ${options.secrets} where only the service and you can read it.`,
    );
  say(closing(changes, options));
  if (byHand.length > 0 && !options.isDry) {
    say("\nLeft to do by hand:");
    for (const [index, sentence] of byHand.entries()) say(`${String(index + 1)}. ${sentence}`);
  }
  return true;
}

interface Asked {
  readonly wish: Wish;
  readonly widgetFile: Readonly<Record<string, unknown>> | null;
  readonly serviceFile: Readonly<Record<string, unknown>> | null;
  readonly faults: readonly string[];
}

/** What shall be, and everything in it that cannot be. */
async function readAsked(
  { platform, files }: RegisterDeps,
  options: Options,
  present: Present,
  faults: string[],
): Promise<Answer<Asked>> {
  const { implicitClient } = options;
  if (implicitClient !== null && !present.clients.some((one) => one.id === implicitClient && isImplicit(one)))
    faults.push(`--implicit-client: ${implicitClient} is no OAuth client of the grant Token Implicit here.`);
  const wish = await readWish(platform, options, present, faults);
  if (!wish.ok) return wish;
  const widgetFile = readMembers(files, options.widgetConfig, faults);
  const serviceFile = readMembers(files, options.serviceConfig, faults);
  return { ok: true, value: { wish: wish.value, widgetFile, serviceFile, faults } };
}

function isImplicit({ authorizedGrantType, state }: Present["clients"][number]): boolean {
  return authorizedGrantType === "TOKEN" && state === "active";
}

async function readWish(
  platform: Platform,
  options: Options,
  present: Present,
  faults: string[],
): Promise<Answer<Wish>> {
  const { url, media, aws } = options;
  const ids = (
    kind: string,
    path: string,
    wanted: readonly string[] | null,
  ): Promise<Answer<readonly string[] | null>> =>
    wanted === null ? Promise.resolve({ ok: true, value: null }) : idsOf(platform, { kind, path }, wanted, faults);
  const groupIds = await ids("group", "/api/v2/groups", options.groups);
  if (!groupIds.ok) return groupIds;
  const queueIds = await ids("queue", "/api/v2/routing/queues", options.queues);
  if (!queueIds.ok) return queueIds;
  const divisionIds = await readDivisions(platform, options, present, faults);
  if (!divisionIds.ok) return divisionIds;
  const held = present.role?.permissionPolicies.map(({ domain, entityName }) => `${domain}:${entityName}:view`) ?? [];
  return {
    ok: true,
    value: {
      url,
      groupIds: groupIds.value,
      queueIds: queueIds.value,
      media,
      divisionIds: divisionIds.value,
      insights: options.insights ?? insightPermissions.some((permission) => held.includes(permission)),
      aws,
    },
  };
}

async function readDivisions(
  platform: Platform,
  { divisions }: Options,
  { pipelineClient }: Present,
  faults: string[],
): Promise<Answer<readonly string[]>> {
  if (divisions?.join() === "all") return { ok: true, value: ["*"] };
  if (divisions !== null && divisions.length > 0)
    return idsOf(platform, { kind: "division", path: "/api/v2/authorization/divisions" }, divisions, faults);
  const standing = pipelineClient?.roleDivisions.map(({ divisionId }) => divisionId) ?? [];
  if (standing.length > 0) return { ok: true, value: standing };
  const home = await homeDivision(platform);
  return home.ok ? { ok: true, value: [home.value] } : home;
}

function heading({ organization }: AdminCaller, { url, isDry, remove }: Options): string {
  const what = remove ? "what is taken away" : "what is made";
  return `${organization.name} (${organization.id}): ${what} for ${url}${isDry ? ", shown only" : ""}\n`;
}

function told({ sign, what, lines = [] }: Change): string {
  return [`${sign} ${what}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

function closing(changes: number, { isDry, remove }: Options): string {
  if (changes === 0) return "\nNothing to change.";
  if (!isDry) return `\nDone: ${String(changes)} ${changes === 1 ? "change" : "changes"}.`;
  return remove
    ? "\nNothing was taken away. Add --yes to do so."
    : "\nNothing was written. Leave --dry-run out to do so.";
}

function refused(say: (line: string) => void, faults: readonly string[]): boolean {
  say(["Nothing was changed:", ...faults.map((fault) => `- ${fault}`)].join("\n"));
  return false;
}

function stopped(say: (line: string) => void, failure: PlatformFailure, isUnderWay: boolean): boolean {
  const lacking =
    failure.kind === "forbidden" && failure.permissions.length > 0
      ? ` What misses: ${failure.permissions.join(", ")}.`
      : "";
  const next = isUnderWay ? " What is told above is done; run the same command again to finish." : "";
  say(`\nStopped: ${failure.sentence}${lacking}${next}`);
  return false;
}
