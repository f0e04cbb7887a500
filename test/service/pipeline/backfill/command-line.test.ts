import { describe, expect, it } from "vitest";
import { help, readCommandLine } from "../../../../src/service/pipeline/backfill/command-line.ts";

describe("the command line of a backfill", () => {
  it("names days and organisation, and leaves half of the calls to a running service", () => {
    expect(readCommandLine(["--days", "90", "--organization", "org-1"])).toEqual({
      kind: "run",
      order: { days: 90, organizationId: "org-1", withInsights: false, callsPerMinute: 150, restart: false },
    });
    expect(readCommandLine(["--days=1", "--insights", "--restart", "--calls-per-minute", "300"])).toEqual({
      kind: "run",
      order: { days: 1, organizationId: null, withInsights: true, callsPerMinute: 300, restart: true },
    });
  });

  it.each([
    [["--days", "0"], "--days must be a whole number from 1 to 558."],
    [["--days", "559"], "--days must be a whole number from 1 to 558."],
    [["--days", "1e2"], "--days must be a whole number from 1 to 558."],
    [["--days", "-3"], "Option '--days' argument is ambiguous; see npm run backfill -- --help."],
    [[], "Say how many days back, such as npm run backfill -- --days 90."],
    [["--dayz", "9"], "Unknown option '--dayz'; see npm run backfill -- --help."],
    [["90"], "Unexpected argument '90'; see npm run backfill -- --help."],
    [["--days", "9", "--calls-per-minute", "301"], "--calls-per-minute must be a whole number from 10 to 300."],
    [["--days", "9", "--organization", " "], "--organization needs an id of the configuration."],
  ])("is refused in one sentence: %j", (parameters, sentence) => {
    expect(readCommandLine(parameters)).toEqual({ kind: "wrong", fault: sentence });
  });

  it("asks for help whatever else it says", () => {
    expect(readCommandLine(["--help"])).toEqual({ kind: "help" });
    expect(readCommandLine(["-h", "--days", "0"])).toEqual({ kind: "help" });
    for (const option of ["--days", "--organization", "--insights", "--calls-per-minute", "--restart"])
      expect(help).toContain(option);
  });
});
