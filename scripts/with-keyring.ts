// node scripts/with-keyring.ts -- COMMAND …: runs it with a throw-away home folder and its own Secret Service.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, ScriptError } from "./lib/report.ts";
import { run, type Outcome, type RunOptions } from "./lib/run.ts";
import { howToInstall, locate, type ToolName } from "./tools.ts";

const needed: readonly ToolName[] = ["dbus", "gnome-keyring", "libsecret"];

/** The daemon is on the session bus once the first command returns, and ends when dbus-run-session ends the bus. */
const unlockThenRun = `printf countersign | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 125; exec "$@"`;

export function keyringMissing(): ToolName[] {
  return needed.filter((name) => locate(name) === undefined);
}

/**
 * Runs a command with an empty, unlocked keyring on its own session bus and an empty home folder.
 * The command finds COUNTERSIGN_KEYRING=1 in its environment.
 * @throws ScriptError if the required programs are not installed
 */
export async function runWithKeyring(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const missing = keyringMissing();
  if (missing.length > 0) throw new ScriptError(`a keyring needs ${missing.join(", ")}: ${howToInstall(missing)}`);
  // Short, because the path of a Unix socket is limited to about 100 characters.
  const home = mkdtempSync(join(tmpdir(), "cs-home-"));
  try {
    const env = { ...(options.env ?? process.env), ...homeIn(home), COUNTERSIGN_KEYRING: "1" };
    const wrapped = ["--", "sh", "-c", unlockThenRun, "sh", ...command];
    const outcome = await run("dbus-run-session", wrapped, { ...options, env });
    if (outcome.code === 125) throw new ScriptError("gnome-keyring-daemon did not start.", outcome.output);
    return outcome;
  } finally {
    // The daemon may write a last file while it ends.
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

function homeIn(home: string): Record<string, string> {
  const folders = { XDG_DATA_HOME: "data", XDG_CONFIG_HOME: "config", XDG_CACHE_HOME: "cache", XDG_RUNTIME_DIR: "run" };
  const env = Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, join(home, folder)]));
  for (const folder of Object.values(env)) mkdirSync(folder, { mode: 0o700 });
  return { ...env, HOME: home };
}

if (import.meta.main) {
  const command = process.argv.slice(process.argv[2] === "--" ? 3 : 2);
  await main(async () => {
    if (command.length === 0) throw new ScriptError("name a command: node scripts/with-keyring.ts -- COMMAND");
    return (await runWithKeyring(command, { show: true })).code;
  });
}
