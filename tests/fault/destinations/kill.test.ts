import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBucket } from "#main/backups/destinations/bucket.ts";
import type { Destination } from "#main/backups/destinations/destination.ts";
import { bucketAt, makeOutgoing, mebibyte, sha256Of, temporaryFolder } from "../../support/destinations.ts";
import { startChild } from "../../support/processes.ts";
import { FaultProxy } from "../../support/s3-proxy.ts";
import { type S3Server, serverKeys, startS3rver } from "../../support/s3-servers.ts";
import type { Work } from "./work.child.ts";

const script = new URL("work.child.ts", import.meta.url);

const size = 17 * mebibyte;
const parts = 3;

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
  place = openBucket(bucketAt(proxy.url), serverKeys);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  remove();
});

test("kill -9 while a file is sent to a bucket, at 30 random moments", async () => {
  const left = new Set<string>();
  for (let kill = 0; kill < 30; kill += 1) {
    const outgoing = makeOutgoing(folder, size);
    const work: Work = { settings: bucketAt(proxy.url), marker: null, keys: serverKeys, outgoing };
    const child = startChild(script, [JSON.stringify(work)]);
    const from = proxy.bytes;
    // The last byte of the file is that of the last part; each third kill comes with the request that completes it.
    const at = kill % 3 === 0 ? size + 1 : Math.floor(Math.random() * size);
    proxy.options.onBytes = (total) => {
      if (total - from >= at) child.process.kill("SIGKILL");
    };
    expect(await child.ended).toBe("SIGKILL");
    proxy.options.onBytes = undefined;
    await proxy.settled();

    const begun = [...proxy.ledger.uploads.values()].filter(({ key }) => key.endsWith(outgoing.name));
    const kept = begun.flatMap((upload) => [...upload.parts.values()]).length;
    const listed = (await place.list({})).filter(({ name }) => name === outgoing.name);
    left.add(listed.length > 0 ? "whole" : `${kept} parts`);
    if (listed.length > 0) expect(listed[0]?.size).toBe(size);
    proxy.forget();
    await place.send(outgoing, {});
    expect(proxy.count("part")).toBe(listed.length > 0 ? 0 : parts - kept);
    const target = join(folder, "fetched");
    await place.fetch(outgoing.name, `${target}-${kill}`, {});
    expect(sha256Of(`${target}-${kill}`)).toBe(outgoing.sha256);
    await place.remove(outgoing.name, {});
  }
  expect(left.size).toBeGreaterThan(2);
}, 180_000);
