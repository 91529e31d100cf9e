// The entry of every npm script that must work right after `git clone`: installs the dependencies
// when they are not what the lock file says, then runs a TypeScript program.
//
//     node test/launch/bootstrap.mjs <program.ts> [argument ...]
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

const root = resolve(import.meta.dirname, "../..");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old. Install Node 20.19 or later.`);
}

if (!isInstalled()) install();

const [program, ...args] = process.argv.slice(2);
const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
  cwd: root,
  stdio: "inherit",
});
// The terminal sends Ctrl-C to both; the program ends its work in its own time.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));

/** Whether npm's own note of what it installed names every locked package in its locked version. */
function isInstalled() {
  const installed = packages(join("node_modules", ".package-lock.json"));
  return Object.entries(packages("package-lock.json")).every(
    ([path, { version, optional }]) =>
      path === "" || optional || installed[path]?.version === version,
  );
}

function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
  } catch {
    return {};
  }
}

function install() {
  process.stderr.write("Installing the dependencies (npm ci) ...\n");
  const client = process.env.npm_execpath;
  const ci = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const { status } = client?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [client, ...ci], options)
    : spawnSync("npm", ci, { ...options, shell: process.platform === "win32" });
  if (status !== 0) fail("npm ci failed; see above.");
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
