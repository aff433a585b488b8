import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Destination, Outgoing } from "#main/backups/destinations/destination.ts";
import { openFolder, prepareFolder } from "#main/backups/destinations/folder.ts";
import { usualIdle } from "#main/backups/destinations/idle.ts";
import { hangingThreads } from "#main/jobs/hanging.ts";
import { addFolder, prepared } from "../../integration/backups/plan/support.ts";
import { makeOutgoing, mebibyte, sha256Of } from "../../support/destinations.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { held, heldThreads, holdAt, holdEvery, letGo, letNext, settled, shortenMinute } from "../../support/hold-at.ts";
import { backupsIn, expectTrueClaims } from "./support.ts";

const silent = { code: "DESTINATION_UNREACHABLE", text: { key: "backups.folderSilent" } };

beforeEach(() => void vi.stubEnv("NODE_OPTIONS", heldThreads.NODE_OPTIONS));
afterEach(() => {
  letGo();
  shortenMinute(0);
  vi.useRealTimers();
});

interface Set {
  folder: string;
  disk: string;
  place: Destination;
  outgoing: Outgoing;
}

async function newDisk(): Promise<Set> {
  const folder = temporaryFolder();
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const marker = await prepareFolder(disk, null);
  return { folder, disk, place: openFolder(disk, marker), outgoing: makeOutgoing(folder, mebibyte) };
}

/** Time passes only when a test lets it. */
const stopTime = (): unknown => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

/** What the work ends with; "held" where a call of it is held first. */
async function heldOr<T>(outcome: Promise<T>): Promise<T | "held"> {
  return Promise.race([held().then(() => "held" as const), outcome]);
}

/** Gives up at each call in turn, lets it go and waits until the work that was given up has ended. @returns how many there were */
async function hangEach(disk: string, work: () => Promise<unknown>, judge: () => Promise<void>): Promise<number> {
  for (let step = 1; ; step += 1) {
    holdAt(step, disk);
    const outcome = work().then(
      () => "done",
      (thrown: unknown) => thrown,
    );
    if ((await heldOr(outcome)) === "done") return step - 1;
    vi.advanceTimersByTime(usualIdle);
    expect(await outcome, `step ${step}`).toMatchObject(silent);
    letGo();
    await settled();
    await judge();
  }
}

describe("a folder that hangs at any call is given up, and what comes after the hang harms nothing", () => {
  beforeEach(() => void stopTime());

  test("send", async () => {
    const { disk, outgoing, place } = await newDisk();
    const seen = new Set<string>();
    const clean = async (): Promise<void> => {
      const listed = await place.list({});
      seen.add(listed.length === 0 ? "none" : "whole");
      if (listed.length > 0) expect(sha256Of(join(disk, outgoing.name))).toBe(outgoing.sha256);
      expect(readdirSync(disk).filter((name) => name.includes("partial"))).toEqual([]);
      await place.send(outgoing, {});
      expect(sha256Of(join(disk, outgoing.name))).toBe(outgoing.sha256);
      await place.remove(outgoing.name, {});
    };
    const steps = await hangEach(disk, () => place.send(outgoing, {}), clean);
    console.log(`calls of a send that hung: ${steps}`);
    expect(steps).toBeGreaterThanOrEqual(20);
    expect([...seen].toSorted()).toEqual(["none", "whole"]);
  });

  test("list, probe, fetch and remove", async () => {
    const { folder, disk, outgoing, place } = await newDisk();
    await place.send(outgoing, {});
    const same = async (): Promise<void> => {
      expect(await place.list({})).toMatchObject([{ name: outgoing.name, size: outgoing.size }]);
      expect(readdirSync(disk).toSorted()).toEqual([".countersign-destination", outgoing.name]);
    };
    let files = 0;
    const fetch = (): Promise<void> => place.fetch(outgoing.name, join(folder, `fetched-${(files += 1)}`), {});
    const steps = [
      await hangEach(disk, () => place.list({}), same),
      await hangEach(disk, () => place.probe({}), same),
      await hangEach(disk, fetch, same),
    ];
    const whole = readdirSync(folder).filter((name) => name.startsWith("fetched-"));
    for (const name of whole) expect(sha256Of(join(folder, name))).toBe(outgoing.sha256);
    let kept = 0;
    const remove = (): Promise<void> => place.remove(outgoing.name, {});
    const gone = await hangEach(disk, remove, async () => {
      kept += readdirSync(disk).includes(outgoing.name) ? 1 : 0;
      await place.send(outgoing, {});
    });
    // A removal that was given up before it removed anything does not do so later.
    expect(kept).toBeGreaterThanOrEqual(5);
    console.log(`calls of a list, a probe, a fetch and a removal that hung: ${[...steps, gone].join()}`);
    expect(Math.min(...steps, gone)).toBeGreaterThanOrEqual(5);
  });

  test("the set-up of a folder", async () => {
    const { folder } = await newDisk();
    const other = join(folder, "other");
    mkdirSync(other);
    let steps = 0;
    // Once it is marked, a set-up only reads: each hang is in a fresh folder.
    for (let step = 1; ; step += 1) {
      const fresh = join(other, String(step));
      mkdirSync(fresh);
      holdAt(step, fresh);
      const outcome = prepareFolder(fresh, null).then(
        () => "done",
        (thrown: unknown) => thrown,
      );
      if ((await heldOr(outcome)) === "done") break;
      vi.advanceTimersByTime(usualIdle);
      expect(await outcome, `step ${step}`).toMatchObject(silent);
      // A second one would hang as well, and the process would wait for both at its end.
      await expect(prepareFolder(fresh, null)).rejects.toMatchObject({
        text: { key: "backups.folderHangs" },
      });
      expect(hangingThreads.size).toBe(1);
      letGo();
      await settled();
      expect(hangingThreads.size).toBe(0);
      const marker = await prepareFolder(fresh, null);
      expect(await openFolder(fresh, marker).list({})).toEqual([]);
      expect(readdirSync(fresh)).toEqual([".countersign-destination"]);
      steps = step;
    }
    expect(steps).toBeGreaterThanOrEqual(5);
  });
});

test("a folder that is slow, and answers, is waited for longer than the patience is for one that hangs", async () => {
  const { disk, outgoing, place } = await newDisk();
  stopTime();
  holdEvery(disk);
  const sent = place.send(outgoing, {}).then(() => "done");
  let calls = 0;
  for (; (await heldOr(sent)) !== "done"; calls += 1) {
    vi.advanceTimersByTime(usualIdle / 8);
    letNext();
  }
  letGo();
  expect(calls).toBeGreaterThan(3 * 8);
  expect(sha256Of(join(disk, outgoing.name))).toBe(outgoing.sha256);
});

test("a place that hangs is said to hang, and keeps no other place from its copy and no run from its end", async () => {
  const { harness, ...hanging } = await prepared();
  const sound = await addFolder(harness, "second disk");
  shortenMinute(2500);
  // In the middle of the copy, so that some of it has arrived.
  holdAt(12, hanging.folder);
  const run = await harness.call("backupPlan.run", {});
  expect(run).toMatchObject({ outcome: "partial", problems: [expect.stringMatching(/^disk: .*has not responded/u)] });
  expect(backupsIn(hanging.folder)).toEqual([]);
  expect(backupsIn(sound.folder)).toHaveLength(1);
  expect(await harness.call("backupPlan.health", {})).toMatchObject({ stale: false, problems: [{ id: run.id }] });
  const { rows } = await harness.call("destinations.list", {});
  expect(rows.find(({ id }) => id === hanging.disk.id)?.lastError).toMatch(/has not responded/u);
  expect(harness.log.filter(({ level }) => level === "warn").map(({ message }) => message)).toContain(
    "a backup did not arrive",
  );
  letGo();
  shortenMinute(0);
  expect(await harness.call("backupPlan.run", {})).toMatchObject({ outcome: "done", problems: [] });
  expectTrueClaims(harness, hanging);
  expectTrueClaims(harness, sound);
});
