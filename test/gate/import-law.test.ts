import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Each planted file breaks one law; lint must name it. */
const plantedImports = [
  ["src/contract/planted.ts", "node:fs", "src/contract imports zod"],
  ["src/contract/planted.ts", "../service/config.ts", "src/contract imports zod"],
  ["src/client/planted.ts", "node:fs", "src/client imports the contract"],
  ["src/client/planted.ts", "zod/mini", "src/client imports the contract"],
  ["src/client/planted.ts", "../service/config.ts", "src/client imports the contract"],
  ["src/widget/app/planted.ts", "../../client/client.ts", "reaches the service over HTTP"],
  ["src/service/http/planted.ts", "../../client/client.ts", "The service never imports"],
  ["src/desk/planted.ts", "../client/client.ts", "The desk speaks to widget and service over the wire"],
  ["src/widget/app/planted.ts", "../../service/config.ts", "reaches the service over HTTP"],
  ["src/widget/journey/planted.ts", "node:crypto", "reaches the service over HTTP"],
  ["src/widget/journey/planted.ts", "../panels/brief/brief.ts", "Data never imports what shows it"],
  ["src/widget/panels/brief/planted.ts", "../timeline/timeline.ts", "A panel never imports a panel"],
  ["src/widget/panels/brief/planted.ts", "../../app/app.ts", "never imports it"],
  ["src/widget/ui/planted.ts", "../journey/situation.ts", "ui knows no data"],
  ["src/service/http/planted.ts", "../../widget/main.tsx", "The service never imports the widget"],
  ["src/service/http/planted.ts", "react", "The service never imports the widget"],
  ["src/service/customers/planted.ts", "../stores/sqlite/database.ts", "only main.ts picks an engine"],
  ["src/service/customers/planted.ts", "../stores/redis/open.ts", "only main.ts picks an engine"],
  ["src/service/customers/planted.ts", "../stores/dynamodb/open.ts", "only main.ts picks an engine"],
  ["src/service/record/planted.ts", "../stores/store.ts", "record is pure"],
  ["src/service/stores/sqlite/planted.ts", "../../http/app.ts", "A store knows the store interface"],
  ["src/desk/planted.ts", "../service/config.ts", "The desk speaks to widget and service over the wire"],
  ["src/desk/planted.ts", "../admin/genesys/platform.ts", "The desk speaks to widget and service over the wire"],
  ["src/service/http/planted.ts", "../../admin/genesys/platform.ts", "The service never imports"],
  ["src/widget/journey/planted.ts", "../../admin/genesys/platform.ts", "reaches the service over HTTP"],
  ["src/admin/register/planted.ts", "../../service/http/app.ts", "its configuration only"],
  ["src/admin/register/planted.ts", "../../service/stores/sqlite/database.ts", "its configuration only"],
  ["src/admin/register/planted.ts", "../../desk/server.ts", "work on files and over the wire"],
  ["src/admin/register/planted.ts", "../../widget/main.tsx", "work on files and over the wire"],
  ["src/admin/register/planted.ts", "../../client/client.ts", "work on files and over the wire"],
  ["src/aws/planted.ts", "../service/http/widget-headers.ts", "of the service it asks what is built"],
  ["src/aws/planted.ts", "../contract/record.ts", "of the service it asks what is built"],
  ["src/widget/app/planted.ts", "../../operators/format.ts", "reaches the service over HTTP"],
  ["src/service/http/planted.ts", "../../operators/format.ts", "The service never imports"],
  ["src/operators/planted.ts", "../service/http/operation.ts", "speaks to the service over HTTP"],
  ["src/operators/parts/planted.ts", "../../widget/ui/Button.tsx", "speaks to the service over HTTP"],
] as const;

const allowedImports = [
  ["src/contract/allowed.ts", "zod/mini"],
  ["src/contract/allowed.ts", "./planted.ts"],
  ["src/client/allowed.ts", "../contract/lookup.ts"],
  ["src/widget/panels/brief/allowed.ts", "../../journey/situation.ts"],
  ["src/widget/panels/brief/allowed.ts", "../../../contract/record.ts"],
  ["src/widget/panels/brief/allowed.ts", "./brief.ts"],
  ["src/service/http/allowed.ts", "../customers/customers.ts"],
  ["src/operators/parts/allowed.ts", "../../contract/operations-overview.ts"],
  ["src/service/main.ts", "./stores/sqlite/database.ts"],
  ["src/service/lambda.ts", "./stores/dynamodb/open.ts"],
  ["src/aws/allowed.ts", "./storage.ts"],
  ["src/aws/allowed.ts", "aws-cdk-lib/aws-lambda"],
  ["src/admin/register/allowed.ts", "../../service/config.ts"],
  ["src/admin/register/allowed.ts", "../../service/settings.ts"],
  ["src/admin/register/allowed.ts", "../genesys/platform.ts"],
  ["src/admin/register/allowed.ts", "../../contract/regions.ts"],
] as const;

/** Each planted line reaches for a platform that its room does not have. */
const plantedTypes = [
  ["src/service", "export const planted = window.location.href;", "window"],
  ["src/contract", "export const planted = process.env;", "process"],
  ["src/contract", "export const planted = fetch;", "fetch"],
  ["src/widget", "export const planted = process.env;", "process"],
  ["src/desk", "export const planted = document.title;", "document"],
  ["src/admin", "export const planted = window.location.href;", "window"],
  ["src/aws", "export const planted = window.location.href;", "window"],
] as const;

const root = resolve(import.meta.dirname, "../..");

let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "planted-"));
  const configuration = readFileSync(join(root, ".oxlintrc.json"), "utf8");
  writeFileSync(join(house, ".oxlintrc.json"), configuration.replace('"typeAware": true', '"typeAware": false'));
  writeFileSync(join(house, "package.json"), '{ "type": "module" }');
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
});
afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

function lintWith(file: string, specifier: string): string {
  const planted = join(house, file);
  mkdirSync(dirname(planted), { recursive: true });
  writeFileSync(planted, `import * as planted from "${specifier}";\n\nexport const used = planted;\n`);
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["src"], { cwd: house, encoding: "utf8" });
  rmSync(planted);
  return stdout;
}

describe("the import law", () => {
  it.each(plantedImports)("stops %s from importing %s", (file, specifier, message) => {
    expect(lintWith(file, specifier)).toContain(message);
  });

  it.each(allowedImports)("lets %s import %s", (file, specifier) => {
    const output = lintWith(file, specifier);
    expect(output).toContain("on 1 file");
    expect(output).not.toContain("no-restricted-imports");
  });
});

describe("the platform of a room", () => {
  it.each(plantedTypes)("keeps %s from writing %s", (room, line, name) => {
    const folder = join(house, "types", room);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "planted.ts"), `${line}\n`);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, room, "tsconfig.json"),
        compilerOptions: {
          composite: false,
          declaration: false,
          emitDeclarationOnly: false,
          noEmit: true,
          tsBuildInfoFile: null,
          rootDir: house,
        },
        include: ["planted.ts"],
        references: [],
      }),
    );
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    expect(stdout).toMatch(new RegExp(`planted\\.ts.*Cannot find name '${name}'`));
    expect(stdout.match(/error TS/g)).toHaveLength(1);
  });
});
