import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { newFolder, saveCheapBackup } from "../../../support/backups.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import { smallDisksMissing, withSmallDisk } from "../../../support/small-disk.ts";
import type { Work } from "./work.child.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const script = new URL("work.child.ts", import.meta.url);

describe.skipIf(smallDisksMissing())("a disk that is full or read-only", () => {
  let folder: string;
  let remove: () => void;
  let dataDir: string;
  let dataKeyFile: string;
  let backupFile: string;
  let mounted: string;
  /** Bytes. */
  let storeSize: number;

  beforeAll(async () => {
    ({ folder, remove } = sampleFolder("disk"));
    dataDir = join(folder, "data");
    const sample = await makeSample(dataDir, { users: 1500, events: 10 });
    backupFile = join(folder, "backup.age");
    await saveCheapBackup(sample, backupFile);
    await sample.store.close();
    storeSize = statSync(storeFile(dataDir)).size;
    dataKeyFile = join(folder, "data.key");
    writeFileSync(dataKeyFile, sample.dataKey);
    mounted = newFolder(folder, "disk");
  });
  afterAll(() => remove());

  /** What the child says of its work: the result, what is left in the data folder, and the names in `list`. */
  async function onDisk(
    mount: string,
    work: Work,
  ): Promise<{ result: string; stray: string; list: string | null; store: string | null }> {
    const child = startChild(script, [JSON.stringify(work)], { prefix: withSmallDisk(mounted, mount) });
    const said = async (word: string): Promise<string | null> => {
      const line = await child.line((one) => one.startsWith(`${word} `));
      return line === null ? null : line.slice(word.length + 1);
    };
    const answer = {
      result: (await said("result")) ?? "",
      stray: (await said("stray")) ?? "",
      list: await said("list"),
      store: await said("store"),
    };
    expect(await child.ended).toBe(0);
    return answer;
  }

  test("the disk of the backup fills up", async () => {
    const file = join(mounted, "b.age");
    const { result, stray, list } = await onDisk("size=512k", {
      task: "create",
      dataDir,
      file,
      dataKeyFile,
      recipients: [(await makeIdentity()).recipient],
      list: mounted,
    });
    expect(result).toMatch(/^DISK_FULL The disk that the backup is written to is full\./u);
    expect(stray).toBe("[]");
    expect(list).toBe("[]");
  });

  test("the disk of the backup is read-only", async () => {
    const file = join(mounted, "b.age");
    const { result, stray } = await onDisk("ro,size=8m", { task: "create", dataDir, file, dataKeyFile });
    expect(result).toMatch(/^PERMISSION_DENIED This disk is read-only\./u);
    expect(stray).toBe("[]");
  });

  test.each(["create", "verify", "restore"] as const)("the disk of the store fills up: %s", async (task) => {
    const place = join(mounted, "data");
    const file = task === "create" ? join(folder, "new.age") : backupFile;
    // Room for the store, not for a second one.
    const work: Work = { task, dataDir: place, file, dataKeyFile, copyFrom: dataDir, list: place };
    const { result, stray, list, store } = await onDisk(`size=${Math.ceil(storeSize * 1.5)}`, work);
    expect(result).toMatch(/^DISK_FULL /u);
    expect(stray).toBe("[]");
    expect(list).not.toContain("before");
    if (task === "restore") expect(store).toBe("Example Hospital");
    expect(readdirSync(folder).filter((name) => name.startsWith("new.age"))).toEqual([]);
  });

  test("the disk of the store is read-only", async () => {
    const { result, stray } = await onDisk("ro,size=8m", { task: "verify", dataDir: mounted, file: backupFile });
    expect(result).toMatch(/^PERMISSION_DENIED This disk is read-only\./u);
    expect(stray).toBe("[]");
  });
});
