import { randomInt } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBucket } from "#main/backups/destinations/bucket.ts";
import type { Destination } from "#main/backups/destinations/destination.ts";
import { bucketAt, makeOutgoing, mebibyte, sha256Of, temporaryFolder } from "../../../support/destinations.ts";
import { often } from "../../../support/long.ts";
import { startChild } from "../../../support/processes.ts";
import { FaultProxy } from "../../../support/s3-proxy.ts";
import { type S3Server, serverKeys, startS3rver } from "../../../support/s3-servers.ts";
import type { Work } from "./work.child.ts";

const script = new URL("work.child.ts", import.meta.url);

// This server takes parts of any size.
const leastPart = mebibyte;
const parts = 3;
const size = (parts - 1) * leastPart + 100_000;

let folder: string;
let remove: () => void;
let server: S3Server;
let proxy: FaultProxy;
let place: Destination;

beforeAll(async () => {
  ({ folder, remove } = temporaryFolder("bucket-kill"));
  server = await startS3rver(join(folder, "s3rver"));
  proxy = await FaultProxy.start(server.port);
  proxy.options = { lists: true, condition: "honour" };
  place = openBucket(bucketAt(proxy.url), serverKeys, { leastPart });
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  remove();
});

/**
 * Bytes of the file that have come when the kill comes: where each part begins or, by chance, in its middle, and at the end.
 * Beyond it is the request that completes the upload: the answer may be there first.
 */
const moments = [randomInt(2) / 2, 1 + randomInt(2) / 2, 2]
  .map((part) => part * leastPart)
  .concat(size - 50_000, size, size + 1);
const atRandom = Array.from({ length: often(0, 30) }, () => Math.floor(Math.random() * size));

test("kill -9 while a file is sent to a bucket: in each part, and when it is completed", async () => {
  const left = new Set<string>();
  for (const [kill, at] of [...moments, ...atRandom].entries()) {
    const outgoing = makeOutgoing(folder, size);
    const work: Work = { settings: bucketAt(proxy.url), marker: null, keys: serverKeys, outgoing, leastPart };
    const child = startChild(script, [JSON.stringify(work)]);
    const from = proxy.bytes;
    proxy.options.onBytes = (total) => {
      if (total - from >= at) child.process.kill("SIGKILL");
    };
    expect(await child.ended, `${at} bytes`).toBe("SIGKILL");
    proxy.options.onBytes = undefined;
    await proxy.settled();

    const begun = [...proxy.ledger.uploads.values()].filter(({ key }) => key.endsWith(outgoing.name));
    const kept = begun.flatMap((upload) => [...upload.parts.values()]).length;
    const listed = (await place.list({})).filter(({ name }) => name === outgoing.name);
    left.add(listed.length > 0 ? "whole" : `${kept} parts`);
    if (listed.length > 0) expect(listed[0]?.size, `${at} bytes`).toBe(size);
    proxy.forget();
    await place.send(outgoing, {});
    expect(proxy.count("part"), `${at} bytes`).toBe(listed.length > 0 ? 0 : parts - kept);
    const target = join(folder, "fetched");
    await place.fetch(outgoing.name, `${target}-${kill}`, {});
    expect(sha256Of(`${target}-${kill}`), `${at} bytes`).toBe(outgoing.sha256);
    await place.remove(outgoing.name, {});
  }
  expect(left.size).toBeGreaterThan(2);
}, 180_000);
