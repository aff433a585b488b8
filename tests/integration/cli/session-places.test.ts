import { spawnSync } from "node:child_process";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nothingMaySkip, toolsMissing } from "../../support/tools.ts";
import { newFolder, runCli, setUp } from "./support.ts";

const machineId = "/etc/machine-id";
const bootId = "/proc/sys/kernel/random/boot_id";

/** What goes before a command, so that it finds the second file where the first one is. */
const seeing = (place: string, file: string): readonly string[] => [
  "unshare",
  "--map-current-user",
  "--keep-caps",
  "--mount",
  "sh",
  "-c",
  'mount --bind "$1" "$2" && shift 2 && exec "$@"',
  "sh",
  file,
  place,
];

function placesCannotChange(): boolean {
  const [command = "", ...args] = seeing("/etc/hostname", "/etc/hostname");
  const can =
    process.platform === "linux" && existsSync(machineId) && spawnSync(command, [...args, "true"]).status === 0;
  if (can) return false;
  const reason = "no file can be mounted over another one here (unshare --mount)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

describe.skipIf(placesCannotChange() || toolsMissing("oathtool"))("a terminal's session, by real processes", () => {
  it.each([
    ["on another computer, in a copy of the whole folder", machineId, "0123456789abcdef0123456789abcdef"],
    ["after a start of the computer", bootId, "00000000-0000-4000-8000-000000000000"],
  ])("is none %s", async (_what, place, id) => {
    const { script } = await setUp(folder.dir);
    const other = join(folder.dir, "other-id");
    writeFileSync(other, `${id}\n`);
    const copy = join(folder.dir, "copy");
    cpSync(script.dataDir, copy, { recursive: true });
    const list = (dataDir: string) => ["people", "list", "--json", "--data", dataDir];
    expect(existsSync(join(copy, "session.json"))).toBe(true);
    const there = await runCli(list(copy), folder.dir, { prefix: seeing(place, other) });
    expect(JSON.parse(there.stdout)).toMatchObject({ ok: false, error: { code: "NOT_SIGNED_IN" } });
    expect(existsSync(join(copy, "session.json"))).toBe(false);
    const here = await runCli(list(script.dataDir), folder.dir);
    expect(JSON.parse(here.stdout)).toMatchObject({ ok: true });
  });
});
