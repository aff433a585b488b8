import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sweepLeftovers } from "#main/backups/archive/leftovers.ts";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import type { CallOptions } from "#main/base/ports.ts";
import type { LetterReport } from "#shared/contract/letters.ts";
import type { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { newFolder, strayNames } from "../../../support/backups.ts";
import { type Into, LetterDesk } from "../../../support/letter-desk.ts";
import { killAtEach } from "../../../support/kill-each.ts";
import { startChild } from "../../../support/processes.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";
import { nothingMaySkip } from "../../../support/tools.ts";
import type { Work } from "./work.child.ts";

// Pages are made on a machine that does other things too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = new URL("work.child.ts", import.meta.url);
/** Enough for pages to take longer than it takes to hear of the first ones, and to fill a small disk. */
const users = 16;

let folder: string;
let remove: () => void;
let dataKey: Buffer;
let prepared: string;
/** A fresh copy of the prepared data for each test. */
let dataDir: string;
let target: string;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("letters"));
  prepared = join(folder, "prepared");
  const sample = await makeSample(prepared, { users, events: 3 });
  await sample.store.write((tx) => tx.deleteFrom("tokens").execute());
  await sample.store.close();
  dataKey = sample.dataKey;
  writeFileSync(join(folder, "data.key"), dataKey);
});
afterAll(() => remove());

beforeEach(() => {
  dataDir = join(folder, "data");
  cpSync(prepared, dataDir, { recursive: true });
  target = newFolder(folder, "target");
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
  rmSync(target, { recursive: true });
});

const nothing = { letters: 0, pending: 0, events: 0 };
const everything = { letters: users, pending: users, events: users };

async function atDesk<T>(work: (desk: LetterDesk) => Promise<T>, where = dataDir): Promise<T> {
  const desk = await LetterDesk.open(where, dataKey);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

const oneFile = (): Into => ({ kind: "file", file: join(target, "letters.pdf") });
const manyFiles = (): Into => ({ kind: "folder", folder: target });
const places = [
  ["one file", oneFile],
  ["a file each", manyFiles],
] as const;

function stopAt(when: (phase: string, done: number) => boolean): CallOptions {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onProgress: ({ phase, done }) => {
      if (when(phase, done)) stop.abort();
    },
  };
}

describe.each(places)("letters into %s", (_what, into) => {
  test.each([
    ["looking at the people", (phase: string) => phase === "prepare"],
    ["making the pages", (phase: string, done: number) => phase === "pages" && done > 0],
  ])("that are cancelled while %s leave nothing", async (_when, when) => {
    await atDesk(async (desk) => {
      await expect(desk.issue(into(), stopAt(when))).rejects.toMatchObject({ code: "CANCELLED" });
      expect(await desk.kept()).toEqual(nothing);
    });
    expect(readdirSync(target)).toEqual([]);
    expect(strayNames(dataDir)).toEqual([]);
  });

  test("that are cancelled when they are kept are all there, or nothing is said of them", async () => {
    await atDesk(async (desk) => {
      const outcome = await desk
        .issue(
          into(),
          stopAt((phase) => phase === "write"),
        )
        .catch((thrown: unknown) => thrown);
      const kept = await desk.kept();
      const files = readdirSync(target);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ code: "CANCELLED" });
        expect([kept, files]).toEqual([nothing, []]);
      } else {
        expect(kept).toEqual(everything);
        expect(files).toHaveLength(into().kind === "file" ? 1 : users);
      }
    });
    expect(strayNames(dataDir)).toEqual([]);
  });

  test("of somebody who is changed meanwhile are not kept, and nobody's are", async () => {
    await atDesk(async (desk) => {
      let changed: Promise<unknown> | undefined;
      const onProgress: CallOptions["onProgress"] = ({ phase }) => {
        if (phase !== "pages") return;
        changed ??= desk.store.write((tx) =>
          tx.updateTable("users").set({ status: "disabled" }).where("username", "=", "user000010").execute(),
        );
      };
      await expect(desk.issue(into(), { onProgress })).rejects.toMatchObject({
        code: "CONFLICT",
        details: { username: "user000010" },
      });
      await changed;
      expect(await desk.kept()).toEqual(nothing);
    });
    expect(readdirSync(target)).toEqual([]);
  });

  test("that two administrators make at once are one stack that works, and the other one is told", async () => {
    const second = newFolder(folder, "second");
    const outcome = (run: Promise<LetterReport>): Promise<number | string> =>
      run.then(
        ({ pages }) => pages,
        (thrown: unknown) => toAppError(thrown).code,
      );
    await atDesk(async (desk) => {
      let other: Promise<number | string> | undefined;
      const onProgress: CallOptions["onProgress"] = ({ phase }) => {
        if (phase !== "pages") return;
        other ??= outcome(atDesk((another) => another.issue({ kind: "folder", folder: second })));
      };
      const outcomes = [await outcome(desk.issue(into(), { onProgress })), await other];
      const dead = await desk.store.db.selectFrom("letters").select("id").where("voided_at", "is not", null).execute();
      expect([await desk.kept(), dead]).toEqual([everything, []]);
      // Whoever is kept first has the letters; the other has no stack at all.
      expect(outcomes.filter((one) => one === users)).toHaveLength(1);
      expect(outcomes.filter((one) => one === "CONFLICT" || one === 0)).toHaveLength(1);
    });
    expect([readdirSync(target), readdirSync(second)].filter((names) => names.length > 0)).toHaveLength(1);
    rmSync(second, { recursive: true });
  });

  test("whose folder goes away meanwhile are not kept", async () => {
    await atDesk(async (desk) => {
      const onProgress: CallOptions["onProgress"] = ({ phase }) => {
        if (phase === "pages") rmSync(target, { recursive: true, force: true });
      };
      const outcome = await desk.issue(into(), { onProgress }).catch((thrown: unknown) => thrown);
      const kept = await desk.kept();
      // An open file does not notice; the letters are then kept and told to be printed again.
      expect(outcome).toMatchObject({ code: "FILE_NOT_FOUND" });
      expect([nothing, everything]).toContainEqual(kept);
      if (kept.letters > 0) expect(say((outcome as AppError).text)).toContain("Print them again");
    });
    newFolder(folder, "target");
  });

  test("of a process that is killed while pages are made are not kept", async () => {
    const work: Work = { dataDir, dataKeyFile: join(folder, "data.key"), into: into() };
    const child = startChild(script, [JSON.stringify(work)]);
    await child.line((line) => line.startsWith("progress pages") && !line.startsWith("progress pages 1 "));
    child.process.kill("SIGKILL");
    expect(await child.ended).toBe("SIGKILL");
    expect(await sweepLeftovers(dataDir)).toEqual([]);
    expect(readdirSync(target)).toEqual([]);
    await atDesk(async (desk) => {
      expect(await desk.kept()).toEqual(nothing);
      expect((await desk.issue(into())).pages).toBe(users);
      expect(await desk.kept()).toEqual(everything);
    });
  });
});

test("a process that is killed at any change of the file system leaves all enrolments or none, and no secret lying about", async () => {
  const place = join(folder, "killed");
  const [killedData, killedTarget] = [join(place, "data"), join(place, "target")];
  const file = join(killedTarget, "letters.pdf");
  const work: Work = { dataDir: killedData, dataKeyFile: join(folder, "data.key"), into: { kind: "file", file } };
  const seen = await killAtEach({
    script,
    args: [JSON.stringify(work)],
    place,
    prepare: () => {
      cpSync(prepared, killedData, { recursive: true });
      newFolder(place, "target");
    },
    judge: async (change) => {
      const what = `change ${change}`;
      expect(await sweepLeftovers(killedData), what).toEqual([]);
      const files = readdirSync(killedTarget);
      const kept = await atDesk((desk) => desk.kept(), killedData);
      expect([nothing, everything], what).toContainEqual(kept);
      // A letter that has its name works.
      expect(files, what).toEqual(existsSync(file) ? ["letters.pdf"] : []);
      if (files.length > 0) expect(kept, what).toEqual(everything);
      return `${kept.letters > 0 ? "kept" : "not kept"}, ${files.length} files`;
    },
  });
  expect(new Set(seen)).toEqual(new Set(["not kept, 0 files", "kept, 0 files", "kept, 1 files"]));
});

/** Runs a command with a small disk of its own at $1, gone with the process; `$2` are its mount options. */
const withDisk = [
  "unshare",
  "-rm",
  "sh",
  "-c",
  'mount -t tmpfs -o "$2" none "$1" && shift 2 && exec "$@"',
  "sh",
] as const;

function disksMissing(): boolean {
  const [command, ...args] = withDisk;
  const mounts = process.platform === "linux" && spawnSync(command, [...args, "/mnt", "size=1m", "true"]).status === 0;
  if (mounts) return false;
  const reason = "no small disk can be mounted here (unshare -rm)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

describe.skipIf(disksMissing())("a disk of the letters", () => {
  test.each([
    ["that is full", "one file", "size=32k", "DISK_FULL", oneFile],
    ["that is full", "a file each", "size=64k", "DISK_FULL", manyFiles],
    ["that is read-only", "one file", "size=1m,ro", "PERMISSION_DENIED", oneFile],
    ["that is read-only", "a file each", "size=1m,ro", "PERMISSION_DENIED", manyFiles],
  ] as const)("%s leaves nothing of %s (%s): %s", async (_why, _what, mount, code, into) => {
    const work: Work = { dataDir, dataKeyFile: join(folder, "data.key"), into: into() };
    const child = startChild(script, [JSON.stringify(work)], { prefix: [...withDisk, target, mount] });
    const result = await child.line((line) => line.startsWith("result "));
    expect(result).toMatch(new RegExp(`^result ${code} `, "u"));
    if (code === "DISK_FULL") expect(result).toContain("The disk that the letters are written to is full");
    expect(await child.line((line) => line.startsWith("kept "))).toBe(`kept ${JSON.stringify(nothing)}`);
    expect(await child.ended).toBe(0);
    expect(strayNames(dataDir)).toEqual([]);
  });
});
