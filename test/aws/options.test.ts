import { describe, expect, it } from "vitest";
import { readInstallation } from "../../src/aws/installation.ts";
import { readOptions } from "../../src/aws/options.ts";
import { describeInstallation } from "../../src/service/aws/installation.ts";
import { serviceConfiguration, widgetConfiguration } from "./deployed.ts";

describe("the options of a deployment", () => {
  it("have defaults", () => {
    expect(readOptions([])).toMatchObject({
      ok: true,
      options: { name: "CustomerJourney", "event-source": "customer-journey", "recovery-days": "7" },
    });
  });

  it.each([
    [["--recovery-days", "36"], "--recovery-days"],
    [["--alarm-email", "nobody"], "--alarm-email"],
    [["--secrets", "no-slash"], "--secrets"],
    [["--unknown", "x"], "Use these options only"],
    [["--domain", "journey.example.com"], "belong together"],
  ])("are refused in words when they are %j", (args, sentence) => {
    const read = readOptions(args);
    expect(read.ok ? [] : read.faults.join(" ")).toContain(sentence);
  });
});

describe("what is deployed", () => {
  it("is described by what was built, and said to be missing where nothing was", async () => {
    const read = await readInstallation("/nowhere", { service: "{}", widget: "{}" });
    expect(read.ok ? [] : read.faults.join(" ")).toContain("npm run build:lambda");
  });

  it("is refused with every fault of both configurations", () => {
    const [first] = serviceConfiguration.organizations;
    const service = JSON.stringify({ organizations: [{ ...first, environments: ["example.com"] }] });
    const widget = JSON.stringify({ ...widgetConfiguration, uicApi: { baseUrl: "ftp://nowhere" } });
    const described = describeInstallation({ service, widget });
    const faults = described.ok ? "" : described.faults.join(" ");
    expect(faults).toContain("organizations.0.environments");
    expect(faults).toContain("uicApi.baseUrl");
  });
});
