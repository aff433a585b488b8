import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Progress } from "#shared/contract/audit.ts";
import { prepareFolder } from "#main/backups/destinations/folder.ts";
import type { Place } from "#main/backups/destinations/place.ts";
import { newJobs } from "../../../support/backups.ts";
import { bucketAt, makeOutgoing, mebibyte, sha256Of, temporaryFolder } from "../../../support/destinations.ts";
import { type S3Server, serverKeys, startFauxS3 } from "../../../support/s3-servers.ts";

const jobs = newJobs();
let folder: string;
let remove: () => void;
let server: S3Server;

beforeAll(async () => {
  ({ folder, remove } = temporaryFolder("jobs"));
  server = await startFauxS3();
});
afterAll(async () => {
  await jobs.close();
  await server.close();
  remove();
});

const places: Record<string, () => Promise<Place>> = {
  folder: async () => {
    const path = join(folder, "disk");
    mkdirSync(path);
    return { settings: { kind: "folder", path }, marker: await prepareFolder(path, null), keys: null };
  },
  bucket: () =>
    Promise.resolve({ settings: bucketAt(`http://127.0.0.1:${server.port}`), marker: null, keys: serverKeys }),
};

test.each(Object.entries(places))("in worker threads: %s", async (kind, open) => {
  const place = await open();
  const outgoing = makeOutgoing(folder, 9 * mebibyte);
  const seen: Progress[] = [];
  await jobs.run("destination.probe", place);
  await jobs.run("destination.send", { ...place, outgoing }, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ phase: "upload", done: outgoing.size, total: outgoing.size });
  expect(await jobs.run("destination.list", place)).toMatchObject([{ name: outgoing.name, size: outgoing.size }]);
  const target = join(folder, `fetched-${kind}`);
  await jobs.run("destination.fetch", { ...place, name: outgoing.name, target });
  expect(sha256Of(target)).toBe(outgoing.sha256);
  const other = makeOutgoing(folder, 100, outgoing.name);
  await expect(jobs.run("destination.send", { ...place, outgoing: other })).rejects.toMatchObject({
    code: "FILE_EXISTS",
  });
  await jobs.run("destination.remove", { ...place, name: outgoing.name });
  expect(await jobs.run("destination.list", place)).toEqual([]);
});
