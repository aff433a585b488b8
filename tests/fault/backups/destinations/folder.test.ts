import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Destination, Outgoing } from "#main/backups/destinations/destination.ts";
import { prepareFolder } from "#main/backups/destinations/folder.ts";
import { openDestination } from "#main/backups/destinations/open.ts";
import { makeOutgoing, mebibyte, sha256Of, temporaryFolder } from "../../../support/destinations.ts";
import { often } from "../../../support/long.ts";
import { killAtEach } from "../../../support/kill-each.ts";
import { startChild } from "../../../support/processes.ts";
import { smallDisksMissing, withSmallDisk } from "../../../support/small-disk.ts";
import type { Work } from "./work.child.ts";

const script = new URL("work.child.ts", import.meta.url);

let folder: string;
let remove: () => void;
let disk: string;

beforeEach(() => {
  ({ folder, remove } = temporaryFolder("folder-fault"));
  disk = join(folder, "disk");
  mkdirSync(disk);
});
afterEach(() => remove());

const workWith = (outgoing: Outgoing, marker: string | null): Work => ({
  settings: { kind: "folder", path: disk },
  marker,
  keys: null,
  outgoing,
});

describe("kill -9", () => {
  let marker: string;
  let place: Destination;
  let outgoing: Outgoing;

  beforeEach(async () => {
    marker = await prepareFolder(disk, null);
    place = await openDestination({ kind: "folder", path: disk }, { marker, keys: null });
    outgoing = makeOutgoing(folder, 8 * mebibyte);
    cpSync(disk, `${disk}.pristine`, { recursive: true });
  });

  /** What a killed send may leave: nothing or the whole file; and the next send completes. */
  async function checkAfterKill(what: string): Promise<"whole" | "none"> {
    const listed = await place.list({});
    if (listed.length > 0) {
      expect(listed, what).toMatchObject([{ name: outgoing.name, size: outgoing.size }]);
      expect(sha256Of(join(disk, outgoing.name)), what).toBe(outgoing.sha256);
    }
    await place.send(outgoing, {});
    expect(sha256Of(join(disk, outgoing.name)), what).toBe(outgoing.sha256);
    expect(readdirSync(disk).toSorted(), what).toEqual([".countersign-destination", outgoing.name]);
    await place.remove(outgoing.name, {});
    return listed.length > 0 ? "whole" : "none";
  }

  test("before each change of the file system", async () => {
    const left = await killAtEach({
      script,
      args: [JSON.stringify(workWith(outgoing, marker))],
      place: disk,
      prepare: () => {
        rmSync(disk, { recursive: true, force: true });
        cpSync(`${disk}.pristine`, disk, { recursive: true });
      },
      judge: (change) => checkAfterKill(`change ${change}`),
    });
    expect(left.length).toBeGreaterThan(5);
    expect(left.at(-1)).toBe("whole");
    expect(left).toContain("none");
  });

  test("while bytes are written: before the first, in their midst and after the last", async () => {
    const atRandom = Array.from({ length: often(1, 22) }, () => 2 + Math.floor(Math.random() * 7));
    for (const nth of [1, ...atRandom, 9]) {
      const child = startChild(script, [JSON.stringify(workWith(outgoing, marker))]);
      expect(await child.line((line) => line.startsWith("progress "), nth)).not.toBeNull();
      child.process.kill("SIGKILL");
      await child.ended;
      await checkAfterKill(`line ${nth}`);
    }
  });
});

describe.skipIf(smallDisksMissing())("a disk that cannot take it", () => {
  async function resultOn(options: string, outgoing: Outgoing): Promise<{ result: string; list: string | null }> {
    const child = startChild(script, [JSON.stringify(workWith(outgoing, null))], {
      prefix: withSmallDisk(disk, options),
    });
    const result = await child.line((line) => line.startsWith("result "));
    const list = await child.line((line) => line.startsWith("list "));
    expect(await child.ended).toBe(0);
    return { result: result ?? "", list };
  }

  test("full: nothing is claimed and nothing is listed", async () => {
    const { result, list } = await resultOn("size=1m", makeOutgoing(folder, 4 * mebibyte));
    expect(result).toMatch(/^result DISK_FULL The backup folder's disk is full\./u);
    expect(list).toBe("list []");
  });

  test("read-only: the set-up is refused", async () => {
    const { result } = await resultOn("ro,size=1m", makeOutgoing(folder, 1000));
    expect(result).toMatch(/^result DESTINATION_REFUSED /u);
  });
});
