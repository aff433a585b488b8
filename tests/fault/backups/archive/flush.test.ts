import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { newFolder } from "../../../support/backups.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import { toolsMissing } from "../../../support/tools.ts";
import type { Work } from "./work.child.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const script = new URL("work.child.ts", import.meta.url);

describe.skipIf(toolsMissing("strace"))("a disk that fails to take what was written, and says so once only", () => {
  let folder: string;
  let remove: () => void;
  let work: Work;

  beforeAll(async () => {
    ({ folder, remove } = sampleFolder("flush"));
    const dataDir = join(folder, "data");
    // More than the snapshot is flushed after, and some times what the backup is: 35 MB in few rows, since each costs.
    const sample = await makeSample(dataDir, { users: 350, events: 10 });
    await sample.store.write((tx) => sql`UPDATE tokens SET label = hex(randomblob(50000))`.execute(tx));
    await sample.store.close();
    const dataKeyFile = join(folder, "data.key");
    writeFileSync(dataKeyFile, sample.dataKey);
    const target = newFolder(folder, "target");
    const { recipient } = await makeIdentity();
    work = { task: "create", dataDir, dataKeyFile, file: join(target, "b.age"), recipients: [recipient], list: target };
  });
  afterAll(() => remove());

  /**
   * Node flushes with fdatasync in the middle of a file and with fsync at its end; SQLite here with fsync alone.
   * strace counts for each thread: there is one that does it.
   */
  async function create(fault: string): Promise<{ result: string | null; stray: string | null; list: string | null }> {
    const prefix = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", fault];
    const child = startChild(script, [JSON.stringify(work)], { prefix, env: { UV_THREADPOOL_SIZE: "1" } });
    const said = (word: string): Promise<string | null> => child.line((one) => one.startsWith(`${word} `));
    const answer = { result: await said("result"), stray: await said("stray"), list: await said("list") };
    expect(await child.ended).toBe(0);
    return answer;
  }

  test.each([
    [1, "of the snapshot, which SQLite itself may not hear of"],
    [2, "of the backup, after which others come"],
    [5, "of the backup before the one at its end"],
  ])("flush %i fails, %s: no backup, nothing left of it", async (when) => {
    const { result, stray, list } = await create(`inject=fdatasync:error=EIO:when=${when}`);
    expect(result).toMatch(/^result IO_ERROR /u);
    expect(stray).toBe("stray []");
    expect(list).toBe("list []");
  });

  test("there is no sixth that could fail", async () => {
    const { result } = await create("inject=fdatasync:error=EIO:when=6");
    expect(result).toBe("result done");
    expect(readdirSync(join(folder, "target"))).toEqual(["b.age"]);
  });
});
