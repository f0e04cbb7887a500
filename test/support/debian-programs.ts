import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** What the tests start beside Node: a program, or a library by its path, and the Debian package that has it. */
const needed = [
  { file: "java", package: "default-jre-headless", purpose: "DynamoDB Local" },
  { file: "redis-server", package: "redis-server", purpose: "the Redis engine" },
  ...(process.platform === "linux"
    ? [{ file: "/usr/lib/fiu/fiu_posix_preload.so", package: "fiu-utils", purpose: "disks that fail" }]
    : []),
];

/** Installs what is missing, once and before any test runs; throws with what to install by hand where it cannot. */
export function setup(): void {
  const missing = needed.filter(({ file }) => !isThere(file));
  if (missing.length === 0) return;
  const packages = missing.map((one) => one.package);
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    process.stdout.write(`Installing ${packages.join(", ")} with apt-get for the tests.\n`);
    aptGet("update", "-qq");
    aptGet("install", "-y", "-qq", "--no-install-recommends", ...packages);
  }
  const still = missing.filter(({ file }) => !isThere(file));
  if (still.length > 0) {
    const wanted = still.map((one) => `${one.package} (for ${one.purpose})`).join(", ");
    throw new Error(`The tests need ${wanted}: install them, on Debian with apt-get install, and run again.`);
  }
}

function isThere(file: string): boolean {
  if (file.startsWith("/")) return existsSync(file);
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, file)));
}

function aptGet(...parameters: readonly string[]): void {
  spawnSync("/usr/bin/apt-get", ["-o", "DPkg::Lock::Timeout=300", ...parameters], {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
