// node scripts/run.mjs COMMAND [arguments]: installs what is missing, then runs scripts/COMMAND.ts under the pinned Node.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ensureInstalled, root, scriptNode, SetupError } from "./install.mjs";

/** @param {string} title @param {() => void} work */
function step(title, work) {
  const begun = Date.now();
  process.stdout.write(`${title} … `);
  try {
    work();
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
  process.stdout.write(`${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

/** @param {string} node @param {string[]} args */
function hand(node, args) {
  const path = [dirname(node), process.env["PATH"]].join(delimiter);
  const child = spawn(node, args, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } });
  // A terminal sends Ctrl+C to the whole process group; without a terminal only this process receives it.
  process.on("SIGINT", () => void (process.stdin.isTTY || child.kill("SIGINT")));
  process.on("SIGTERM", () => void child.kill("SIGTERM"));
  endWithNpm(() => void child.kill("SIGTERM"));
  child.on("error", (error) => fail(new SetupError(`${node} did not start: ${error.message}`)));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
}

/**
 * npm passes a signal to the shell between it and this process, but that shell does not pass it on: when npm is ended,
 * this process is left behind with another parent.
 * @param {() => void} end
 */
function endWithNpm(end) {
  if (process.env["npm_lifecycle_event"] === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 500);
  timer.unref();
}

/** @param {SetupError} error */
function fail(error) {
  if (error.output !== "") console.error(error.output);
  console.error(`countersign: ${error.message}`);
  process.exit(1);
}

const [command = "", ...rest] = process.argv.slice(2);
const script = join(root, "scripts", `${command}.ts`);
try {
  if (command !== "install" && (!/^[a-z-]+$/.test(command) || !existsSync(script))) {
    const known = readdirSync(join(root, "scripts")).filter((name) => name.endsWith(".ts"));
    throw new SetupError(
      `there is no "${command}"; use install, ${known.map((name) => name.slice(0, -3)).join(", ")}.`,
    );
  }
  ensureInstalled(step);
  if (command !== "install") hand(scriptNode(), [script, ...rest]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  fail(error);
}
