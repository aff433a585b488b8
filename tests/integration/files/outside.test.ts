import { spawnSync } from "node:child_process";
import { cpSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { requireOutside } from "#main/files/outside.ts";
import { holdStore } from "#main/store/sqlite/lock.ts";
import { openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { smallDisksMissing, withBindMount } from "../../support/small-disk.ts";

let beside: string;
let dataDir: string;
beforeEach(async () => {
  beside = temporaryFolder();
  dataDir = join(beside, "data");
  const harness = await openHarness({ dataDir });
  await setUp(harness);
});

const inside = { code: "IN_DATA_FOLDER" };
const at = (...parts: string[]): string => join(beside, ...parts);

describe("a place for what a person asked for", () => {
  it("is not in the console's own data folder, by any name", async () => {
    symlinkSync(dataDir, at("link"));
    symlinkSync(join(dataDir, "store"), at("store-link"));
    symlinkSync(join(dataDir, "store", "console.db"), at("picture.png"));
    symlinkSync(join(dataDir, "not-yet"), at("dangling"));
    linkSync(join(dataDir, "store", "console.db"), at("hard.age"));
    mkdirSync(at("other"));
    symlinkSync(at("other"), join(dataDir, "outwards"));
    for (const path of [
      dataDir,
      join(dataDir, "store", "console.db"),
      join(dataDir, "lock.db"),
      join(dataDir, "session.json"),
      join(dataDir, "a", "b", "new.age"),
      join(dataDir, "outwards"),
      at("link", "x.age"),
      at("store-link", "x.age"),
      `${beside}/other/../link/store/x.age`,
      at("picture.png"),
      at("dangling"),
      at("dangling", "x.age"),
      at("hard.age"),
    ]) {
      await expect(requireOutside(dataDir, path), path).rejects.toMatchObject(inside);
    }
  });

  it("is not in the data folder of another console, nor in a store that is kept aside", async () => {
    cpSync(dataDir, at("theirs"), { recursive: true });
    cpSync(join(dataDir, "store"), at("kept", "store.before-20260101T000000Z"), { recursive: true });
    (await holdStore(at("fresh"))).release();
    mkdirSync(at("begun"));
    writeFileSync(at("begun", "lock.db"), "");
    for (const path of [
      at("theirs", "x.age"),
      at("theirs", "logs", "x.age"),
      at("kept", "store.before-20260101T000000Z", "console.db"),
      at("fresh", "lock.db"),
      at("begun", "x.age"),
    ]) {
      await expect(requireOutside(dataDir, path), path).rejects.toMatchObject(inside);
      await expect(requireOutside(null, path), path).rejects.toMatchObject(inside);
    }
  });

  it("is anywhere else, beside a data folder and through links as well", async () => {
    mkdirSync(at("letters"));
    symlinkSync(at("letters"), at("to-letters"));
    writeFileSync(at("letters", "lock.db"), "a database of another program");
    for (const path of [at("x.age"), at("data.age"), at("to-letters", "x.pdf"), at("new", "folder"), at("lock.db")]) {
      await expect(requireOutside(dataDir, path), path).resolves.toBeUndefined();
    }
  });

  it.skipIf(smallDisksMissing())("is not behind a bind mount of a part of the data folder", () => {
    mkdirSync(at("mounted"));
    const code = `
      import { requireOutside } from ${JSON.stringify(new URL("../../../src/main/files/outside.ts", import.meta.url).href)};
      await requireOutside(process.argv[1], process.argv[2]).then(() => console.log("let through"), ({ code }) => console.log(code));`;
    mkdirSync(join(dataDir, "logs"), { recursive: true });
    const [program, ...before] = withBindMount(join(dataDir, "logs"), at("mounted"));
    const args = [
      ...before,
      process.execPath,
      "--input-type=module",
      "-e",
      code,
      dataDir,
      join(at("mounted"), "x.age"),
    ];
    expect(spawnSync(program, args, { encoding: "utf8" })).toMatchObject({ stdout: "IN_DATA_FOLDER\n" });
  });
});
