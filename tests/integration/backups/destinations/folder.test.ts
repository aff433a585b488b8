import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Progress } from "#shared/contract/audit.ts";
import { prepareFolder } from "#main/backups/destinations/folder.ts";
import type { Destination } from "#main/backups/destinations/destination.ts";
import { openDestination } from "#main/backups/destinations/open.ts";
import { backupName, makeOutgoing, mebibyte, sha256Of, temporaryFolder } from "../../../support/destinations.ts";

let folder: string;
let remove: () => void;
let disk: string;
let marker: string;
let place: Destination;

beforeEach(async () => {
  ({ folder, remove } = temporaryFolder("folder"));
  disk = join(folder, "disk");
  mkdirSync(disk);
  marker = await prepareFolder(disk, null);
  place = await openDestination({ kind: "folder", path: disk }, { marker, keys: null });
});
afterEach(() => remove());

const markerFile = ".countersign-destination";
const others = (): string[] => readdirSync(disk).filter((name) => name !== markerFile);

test("the marker is written once and found again", async () => {
  expect(marker).toMatch(/^[0-9a-f]{32}$/u);
  expect(await prepareFolder(disk, null)).toBe(marker);
  const both = join(folder, "both");
  mkdirSync(both);
  const [one, two] = await Promise.all([prepareFolder(both, null), prepareFolder(both, null)]);
  expect(one).toBe(two);
  expect(readdirSync(both)).toEqual([markerFile]);
});

test("a folder that is not there or not named in full cannot be set up", async () => {
  await expect(prepareFolder(join(folder, "nowhere"), null)).rejects.toMatchObject({ code: "DESTINATION_UNREACHABLE" });
  await expect(prepareFolder("disk", null)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  writeFileSync(join(disk, markerFile), "something else\n");
  await expect(prepareFolder(disk, null)).rejects.toMatchObject({ code: "DESTINATION_FAILED" });
});

test("sends, lists, fetches and removes", async () => {
  const outgoing = makeOutgoing(folder, 3 * mebibyte + 17);
  const seen: Progress[] = [];
  await place.send(outgoing, { onProgress: (progress) => seen.push(progress) });
  expect(seen[0]).toEqual({ phase: "upload", done: 0, total: outgoing.size });
  expect(seen.at(-1)).toEqual({ phase: "upload", done: outgoing.size, total: outgoing.size });
  expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b));

  const [listed, ...more] = await place.list({});
  expect(more).toEqual([]);
  expect(listed).toMatchObject({ name: outgoing.name, size: outgoing.size });
  expect(Math.abs((listed?.changedAt ?? 0) - Date.now())).toBeLessThan(60_000);

  const target = join(folder, "fetched.age");
  await place.fetch(outgoing.name, target, { onProgress: (progress) => seen.push(progress) });
  expect(sha256Of(target)).toBe(outgoing.sha256);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(seen.at(-1)).toEqual({ phase: "download", done: outgoing.size, total: outgoing.size });
  await expect(place.fetch(outgoing.name, target, {})).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(sha256Of(target)).toBe(outgoing.sha256);

  await place.remove(outgoing.name, {});
  await place.remove(outgoing.name, {});
  expect(await place.list({})).toEqual([]);
  expect(others()).toEqual([]);
});

test("the same content under the name is a success, other content is never overwritten", async () => {
  const outgoing = makeOutgoing(folder, mebibyte);
  await place.send(outgoing, {});
  await place.send(outgoing, {});
  const other = makeOutgoing(folder, mebibyte, outgoing.name);
  await expect(place.send(other, {})).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(sha256Of(join(disk, outgoing.name))).toBe(outgoing.sha256);
  expect(others()).toEqual([outgoing.name]);
});

test("a name that was reserved and never taken is no backup, and the next send takes it", async () => {
  const outgoing = makeOutgoing(folder, 1000);
  writeFileSync(join(disk, outgoing.name), "");
  expect(await place.list({})).toEqual([]);
  await place.send(outgoing, {});
  expect(sha256Of(join(disk, outgoing.name))).toBe(outgoing.sha256);
});

test("only names of backups are touched", async () => {
  writeFileSync(join(disk, "holiday.jpg"), "x");
  writeFileSync(join(disk, "countersign-0a1b2c3d-20261124T000000Z.age.txt"), "x");
  expect(await place.list({})).toEqual([]);
  for (const name of ["holiday.jpg", "../disk/holiday.jpg", markerFile, ""]) {
    await expect(place.remove(name, {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(place.fetch(name, join(folder, "x"), {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(place.send({ ...makeOutgoing(folder, 10), name }, {})).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  }
  expect(readFileSync(join(disk, "holiday.jpg"), "utf8")).toBe("x");
});

describe("a disk that is not there", () => {
  const everything = (of: Destination) => [
    of.probe({}),
    of.list({}),
    of.send(makeOutgoing(folder, 10), {}),
    of.fetch(backupName(), join(folder, "x"), {}),
    of.remove(backupName(), {}),
  ];

  test.each([
    ["its mount point is empty", () => Promise.resolve(mkdirSync(disk))],
    ["its mount point is gone", () => Promise.resolve()],
    [
      "another disk is in its place",
      async () => {
        mkdirSync(disk);
        await prepareFolder(disk, null);
      },
    ],
  ])("%s: nothing is written", async (_, instead) => {
    renameSync(disk, join(folder, "pulled"));
    await instead();
    const before = existsSync(disk) ? readdirSync(disk) : null;
    const ends = await Promise.allSettled(everything(place));
    const codes = ends.map((end) => (end.status === "rejected" ? (end.reason as { code: string }).code : "done"));
    expect(codes).toEqual(Array.from({ length: 5 }, () => "DESTINATION_UNREACHABLE"));
    expect(existsSync(disk) ? readdirSync(disk) : null).toEqual(before);
  });

  test("it goes while a file is sent: what was written elsewhere is removed and nothing is claimed", async () => {
    const outgoing = makeOutgoing(folder, 4 * mebibyte);
    const swap = (): void => {
      renameSync(join(disk, markerFile), join(folder, "marker"));
    };
    const send = place.send(outgoing, { onProgress: ({ done, total }) => done === total && swap() });
    await expect(send).rejects.toMatchObject({ code: "DESTINATION_UNREACHABLE" });
    expect(others()).toEqual([]);
  });

  test("a folder without a set-up is only looked at", async () => {
    const outgoing = makeOutgoing(folder, 1000);
    await place.send(outgoing, {});
    const found = await openDestination({ kind: "folder", path: disk }, { marker: null, keys: null });
    expect(await found.list({})).toMatchObject([{ name: outgoing.name }]);
    await found.fetch(outgoing.name, join(folder, "fetched"), {});
    expect(sha256Of(join(folder, "fetched"))).toBe(outgoing.sha256);
    const sending = found.send(makeOutgoing(folder, 1000), {});
    await expect(sending).rejects.toMatchObject({ code: "DESTINATION_UNREACHABLE" });
    expect(others()).toEqual([outgoing.name]);
  });
});

describe("what is in the way", () => {
  test("a link under the name is neither followed nor replaced", async () => {
    const outgoing = makeOutgoing(folder, 1000);
    const elsewhere = join(folder, "elsewhere");
    writeFileSync(elsewhere, "precious");
    symlinkSync(elsewhere, join(disk, outgoing.name));
    await expect(place.send(outgoing, {})).rejects.toMatchObject({ code: "DESTINATION_FAILED" });
    await expect(place.fetch(outgoing.name, join(folder, "x"), {})).rejects.toMatchObject({
      code: "DESTINATION_FAILED",
    });
    await expect(place.remove(outgoing.name, {})).rejects.toMatchObject({ code: "DESTINATION_FAILED" });
    expect(await place.list({})).toEqual([]);
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
  });

  test("a pipe under the name is not waited for", async () => {
    const outgoing = makeOutgoing(folder, 1000);
    expect(spawnSync("mkfifo", [join(disk, outgoing.name)]).status).toBe(0);
    await expect(place.send(outgoing, {})).rejects.toMatchObject({ code: "DESTINATION_FAILED" });
    await expect(place.fetch(outgoing.name, join(folder, "x"), {})).rejects.toMatchObject({
      code: "DESTINATION_FAILED",
    });
    expect(await place.list({})).toEqual([]);
  });

  test("a link as marker is none", async () => {
    const file = join(disk, markerFile);
    renameSync(file, join(folder, "marker"));
    symlinkSync(join(folder, "marker"), file);
    await expect(place.list({})).rejects.toMatchObject({ code: "DESTINATION_FAILED" });
  });
});

test("what killed sends left is removed: of this name at once, of others after a day", async () => {
  const outgoing = makeOutgoing(folder, 1000);
  const partial = (name: string, digit: string) => `.${name}.partial-${digit.repeat(16)}`;
  const [same, fresh, old] = [partial(outgoing.name, "1"), partial(backupName(), "2"), partial(backupName(), "3")];
  const foreign = ".holiday.jpg.partial-0123456789abcdef";
  for (const name of [same, fresh, old, foreign]) writeFileSync(join(disk, name), "half");
  const longAgo = Date.now() / 1000 - 25 * 60 * 60;
  for (const name of [old, foreign]) utimesSync(join(disk, name), longAgo, longAgo);
  await place.list({});
  expect(others().toSorted()).toEqual([same, fresh, foreign].toSorted());
  await place.send(outgoing, {});
  expect(others().toSorted()).toEqual([outgoing.name, fresh, foreign].toSorted());
});

test("a file that is not the one that was meant is not kept", async () => {
  const outgoing = makeOutgoing(folder, 5000);
  await expect(place.send({ ...outgoing, size: 4999 }, {})).rejects.toMatchObject({ code: "IO_ERROR" });
  await expect(place.send({ ...outgoing, sha256: "0".repeat(64) }, {})).rejects.toMatchObject({ code: "IO_ERROR" });
  await expect(place.send({ ...outgoing, file: join(folder, "no") }, {})).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  expect(others()).toEqual([]);
});

test("cancelling leaves nothing", async () => {
  const outgoing = makeOutgoing(folder, 4 * mebibyte);
  const sending = new AbortController();
  const send = place.send(outgoing, { signal: sending.signal, onProgress: ({ done }) => done > 0 && sending.abort() });
  await expect(send).rejects.toMatchObject({ code: "CANCELLED" });
  expect(others()).toEqual([]);
  await place.send(outgoing, {});
  const fetching = new AbortController();
  const target = join(folder, "fetched");
  const onProgress = ({ done }: Progress) => done > 0 && fetching.abort();
  await expect(place.fetch(outgoing.name, target, { signal: fetching.signal, onProgress })).rejects.toMatchObject({
    code: "CANCELLED",
  });
  expect(readdirSync(folder)).not.toContain("fetched");
});

test("a probe leaves nothing, and a file that is not there is not found", async () => {
  await place.probe({});
  expect(others()).toEqual([]);
  await expect(place.fetch(backupName(), join(folder, "x"), {})).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
