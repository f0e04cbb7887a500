import { spawn } from "node:child_process";

/** How many tests a step ran; a step without tests of its own counts as one. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, and what did so the first time only, a line each. */
  readonly troubles: readonly string[];
}

export interface Step {
  readonly name: string;
  run(): Promise<Tally>;
}

/** Runs a program with its output on ours; resolves with whether it exited with 0. */
export function runProgram(
  command: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.once("error", (error) => {
      process.stderr.write(`${command} did not start: ${error.message}\n`);
      resolve(false);
    });
    child.once("exit", (code) => {
      resolve(code === 0);
    });
  });
}

/** A step that is one program: it passes when the program exits with 0. */
export function programStep(name: string, command: string, parameters: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const passed = await runProgram(command, parameters);
      return {
        passed: passed ? 1 : 0,
        failed: passed ? 0 : 1,
        skipped: 0,
        troubles: passed ? [] : [`failed: ${name}`],
      };
    },
  };
}
