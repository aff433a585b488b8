import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { run } from "../../../scripts/lib/run.ts";
import { isRunning } from "./processes.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("running a program", () => {
  test("gives its exit code and what it printed, in order", async () => {
    const outcome = await run("sh", ["-c", "echo one; echo two >&2; exit 3"]);
    expect(outcome).toEqual({ code: 3, output: "one\ntwo\n", timedOut: false });
  });

  test("one that is not there is an outcome, not an exception", async () => {
    const outcome = await run(join(folder, "nothing"), []);
    expect(outcome.code).toBe(127);
    expect(outcome.output).toContain("ENOENT");
  });

  test("a limit ends it together with its children", async () => {
    const script = `sleep 1000 & echo $!; wait`;
    const outcome = await run("sh", ["-c", script], { limit: 300 });
    expect(outcome).toMatchObject({ code: 137, timedOut: true });
    await expect.poll(() => isRunning(Number(outcome.output))).toBe(false);
  });

  test("being told to end, it ends the program first and says so", async () => {
    const pidFile = join(folder, "pid");
    const source = `
      import { run } from ${JSON.stringify(join(root, "scripts/lib/run.ts"))};
      import { main } from ${JSON.stringify(join(root, "scripts/lib/report.ts"))};
      await main(async () => {
        await run("sh", ["-c", "echo $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec sleep 1000"]);
        console.log("went on");
        return 0;
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await appears(pidFile);
    child.kill("SIGTERM");
    const [code] = (await once(child, "close")) as [number];
    expect({ code, output }).toEqual({ code: 143, output: "countersign: stopped by SIGTERM.\n" });
    await expect.poll(() => isRunning(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  });
});

async function appears(file: string): Promise<void> {
  const watcher = watch(folder);
  while (!existsSync(file)) await once(watcher, "change");
  watcher.close();
}
