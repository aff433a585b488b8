import { spawnSync } from "node:child_process";
import { closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Progress } from "#shared/contract/audit.ts";
import type { BucketSettings } from "#shared/model/destinations.ts";
import { openBucket } from "#main/backups/destinations/bucket.ts";
import type { Destination } from "#main/backups/destinations/destination.ts";
import { openDestination } from "#main/backups/destinations/open.ts";
import { makeCertificates } from "../../../support/certificates.ts";
import {
  backupName,
  bucketAt,
  leastPart,
  makeOutgoing,
  mebibyte,
  sha256Of,
  temporaryFolder,
} from "../../../support/destinations.ts";
import { FaultProxy } from "../../../support/s3-proxy.ts";
import { type S3Server, serverKeys, startFauxS3, startS3rver } from "../../../support/s3-servers.ts";

let folder: string;
let remove: () => void;

beforeAll(() => {
  ({ folder, remove } = temporaryFolder("bucket"));
});
afterAll(() => remove());

const code = (thrown: unknown): string => (thrown as { code: string }).code;

describe.each([
  ["a server with MD5 sums", () => startS3rver(join(folder, "s3rver"))],
  ["a server with SHA-256 sums", () => startFauxS3()],
])("%s", (_, start) => {
  let server: S3Server;
  let proxy: FaultProxy;
  let place: Destination;

  beforeAll(async () => {
    server = await start();
    proxy = await FaultProxy.start(server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });
  beforeEach(async () => {
    proxy.options = { lists: true };
    proxy.forget();
    place = openBucket(bucketAt(proxy.url), serverKeys, { leastPart });
    for (const { name } of await place.list({})) await place.remove(name, {});
    proxy.ledger.uploads.clear();
    proxy.ledger.pageSize = 1000;
  });

  test.each([
    ["in one piece", mebibyte + 17, { put: 1, part: 0 }],
    ["in parts of the real size", 16 * mebibyte + 17, { put: 0, part: 3 }],
  ])("sends, lists, fetches and removes: %s", async (__, size, counts) => {
    place = await openDestination(bucketAt(proxy.url), { marker: null, keys: serverKeys });
    const outgoing = makeOutgoing(folder, size);
    const seen: Progress[] = [];
    proxy.forget();
    await place.send(outgoing, { onProgress: (progress) => seen.push(progress) });
    expect({ put: proxy.count("put"), part: proxy.count("part") }).toEqual(counts);
    expect(seen[0]).toEqual({ phase: "upload", done: 0, total: size });
    expect(seen.at(-1)).toEqual({ phase: "upload", done: size, total: size });

    const listed = await place.list({});
    expect(listed).toMatchObject([{ name: outgoing.name, size }]);
    expect(Math.abs((listed[0]?.changedAt ?? 0) - Date.now())).toBeLessThan(60_000);

    const target = join(folder, `${outgoing.name}.fetched`);
    await place.fetch(outgoing.name, target, { onProgress: (progress) => seen.push(progress) });
    expect(sha256Of(target)).toBe(outgoing.sha256);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(seen.at(-1)).toEqual({ phase: "download", done: size, total: size });
    await expect(place.fetch(outgoing.name, target, {})).rejects.toMatchObject({ code: "FILE_EXISTS" });

    await place.remove(outgoing.name, {});
    await place.remove(outgoing.name, {});
    expect(await place.list({})).toEqual([]);
    await expect(place.fetch(outgoing.name, join(folder, "no"), {})).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(existsSync(join(folder, "no"))).toBe(false);
  });

  test.each(["pass", "honour", "unknown"] as const)(
    "nothing is overwritten; conditions of writes: %s",
    async (condition) => {
      proxy.options = { lists: true, condition };
      for (const size of [1000, leastPart + 1000]) {
        const outgoing = makeOutgoing(folder, size);
        await place.send(outgoing, {});
        proxy.forget();
        await place.send(outgoing, {});
        expect([proxy.count("put"), proxy.count("part")]).toEqual([0, 0]);
        const other = makeOutgoing(folder, size, outgoing.name);
        await expect(place.send(other, {})).rejects.toMatchObject({ code: "FILE_EXISTS" });
        const target = join(folder, `${outgoing.name}.${condition}`);
        await place.fetch(outgoing.name, target, {});
        expect(sha256Of(target)).toBe(outgoing.sha256);
      }
    },
  );

  test("a probe leaves nothing behind", async () => {
    await place.probe({});
    expect(proxy.count("put")).toBe(1);
    expect([...proxy.ledger.keys].filter((key) => key.includes("probe"))).toEqual([]);
  });

  test("only names of backups are listed and touched", async () => {
    const shallow = await openDestination(bucketAt(proxy.url, { prefix: "" }), { marker: null, keys: serverKeys });
    const outgoing = makeOutgoing(folder, 100);
    await place.send(outgoing, {});
    expect(await shallow.list({})).toEqual([]);
    for (const name of ["", "x", `town/${outgoing.name}`, "../etc/passwd"]) {
      await expect(shallow.remove(name, {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
      await expect(shallow.fetch(name, join(folder, "no"), {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
      await expect(shallow.send({ ...outgoing, name }, {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    expect(await place.list({})).toHaveLength(1);
  });

  test("an upload that was begun is gone on with, also over pages of lists and after weeks", async () => {
    proxy.ledger.pageSize = 1;
    const outgoing = makeOutgoing(folder, 3 * leastPart + 1000);
    const stop = new AbortController();
    const onProgress = ({ done }: Progress) => done >= 2 * leastPart && stop.abort();
    const cut = place.send(outgoing, { signal: stop.signal, onProgress });
    await expect(cut).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await place.list({})).toEqual([]);
    for (const begun of proxy.ledger.uploads.values()) begun.begunAt = new Date(0);
    const seen: number[] = [];
    proxy.forget();
    await place.send(outgoing, { onProgress: ({ done }) => seen.push(done) });
    expect(proxy.count("begin")).toBe(0);
    expect(proxy.count("part")).toBe(2);
    expect(seen).toContain(2 * leastPart);
    expect(proxy.ledger.uploads.size).toBe(0);
    proxy.ledger.pageSize = 1000;
    const target = join(folder, `${outgoing.name}.fetched`);
    await place.fetch(outgoing.name, target, {});
    expect(sha256Of(target)).toBe(outgoing.sha256);
  });

  test("parts of other content are sent anew", async () => {
    const first = makeOutgoing(folder, 2 * leastPart + 1000);
    const stop = new AbortController();
    const onProgress = ({ done }: Progress) => done >= 2 * leastPart && stop.abort();
    await expect(place.send(first, { signal: stop.signal, onProgress })).rejects.toMatchObject({ code: "CANCELLED" });
    const second = makeOutgoing(folder, 2 * leastPart + 1000, first.name);
    proxy.forget();
    await place.send(second, {});
    expect(proxy.count("part")).toBe(3);
    const target = join(folder, `${second.name}.fetched`);
    await place.fetch(second.name, target, {});
    expect(sha256Of(target)).toBe(second.sha256);
  });

  test("unfinished uploads of this prefix are given up after a week, others are left alone", async () => {
    const week = 7 * 24 * 60 * 60 * 1000;
    const begin = async (prefix: string, age: number) => {
      const outgoing = makeOutgoing(folder, leastPart + 1000);
      const stop = new AbortController();
      const at = openBucket(bucketAt(proxy.url, { prefix }), serverKeys, { leastPart });
      const onProgress = ({ done }: Progress) => done > 0 && stop.abort();
      await expect(at.send(outgoing, { signal: stop.signal, onProgress })).rejects.toMatchObject({ code: "CANCELLED" });
      const upload = [...proxy.ledger.uploads.values()].at(-1);
      expect(upload?.key).toBe(prefix + outgoing.name);
      if (upload) upload.begunAt = new Date(Date.now() - age);
      return prefix + outgoing.name;
    };
    await begin("town/", week + 60_000);
    const fresh = await begin("town/", week - 60_000);
    const foreign = await begin("village/", 2 * week);
    await place.send(makeOutgoing(folder, leastPart + 1000), {});
    expect([...proxy.ledger.uploads.values()].map(({ key }) => key)).toEqual([fresh, foreign]);
  });

  test("a server that does not tell what was begun gets all of it again", async () => {
    proxy.options = { lists: false };
    const outgoing = makeOutgoing(folder, 2 * leastPart + 1000);
    const stop = new AbortController();
    const onProgress = ({ done }: Progress) => done > 0 && stop.abort();
    await expect(place.send(outgoing, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    await place.send(outgoing, {});
    expect(await place.list({})).toHaveLength(1);
  });
});

describe("access", () => {
  let server: S3Server;
  let proxy: FaultProxy;

  beforeAll(async () => {
    server = await startS3rver(join(folder, "access"));
    proxy = await FaultProxy.start(server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  const attempts = async (settings: BucketSettings, keys = serverKeys) => {
    const place = await openDestination(settings, { marker: null, keys });
    const outgoing = makeOutgoing(folder, 100);
    const ends = await Promise.allSettled([
      place.list({}),
      place.send(outgoing, {}),
      place.fetch(outgoing.name, join(folder, "no"), {}),
      place.remove(backupName(), {}),
      place.probe({}),
    ]);
    expect(existsSync(join(folder, "no"))).toBe(false);
    return ends.map((end) => (end.status === "rejected" ? code(end.reason) : "done"));
  };
  const all = (one: string) => Array.from({ length: 5 }, () => one);

  test("wrong keys are refused", async () => {
    const nobody = { ...serverKeys, accessKeyId: "nobody" };
    expect(await attempts(bucketAt(proxy.url), nobody)).toEqual(all("DESTINATION_REFUSED"));
  });

  test("a wrong secret is refused", async () => {
    const strict = await startS3rver(join(folder, "strict"), { strict: true });
    const settings = bucketAt(`http://127.0.0.1:${strict.port}`);
    const fetching = (secretAccessKey: string) =>
      openBucket(settings, { ...serverKeys, secretAccessKey }).fetch(backupName(), join(folder, "no"), {});
    await expect(fetching(serverKeys.secretAccessKey)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(fetching("wrong")).rejects.toMatchObject({ code: "DESTINATION_REFUSED" });
    await strict.close();
  });

  test("without keys nothing is asked", async () => {
    const opening = openDestination(bucketAt(proxy.url), { marker: null, keys: null });
    await expect(opening).rejects.toMatchObject({ code: "DESTINATION_REFUSED" });
  });

  test("a bucket that is not there", async () => {
    const place = openBucket(bucketAt(proxy.url, { bucket: "nowhere" }), serverKeys);
    const noBucket = {
      code: "DESTINATION_FAILED",
      text: { key: "backups.noBucket" },
    };
    await expect(place.list({})).rejects.toMatchObject(noBucket);
    await expect(place.send(makeOutgoing(folder, 100), {})).rejects.toMatchObject(noBucket);
  });

  test("nobody answers", async () => {
    const gone = await startS3rver(join(folder, "gone"));
    await gone.close();
    expect(await attempts(bucketAt(`http://127.0.0.1:${gone.port}`))).toEqual(all("DESTINATION_UNREACHABLE"));
  });

  test("neither the environment nor profile files nor other addresses are looked at", async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    // Whoever opened this pipe to read would wait for ever.
    const trap = join(home, "trap");
    expect(spawnSync("mkfifo", [trap]).status).toBe(0);
    const hostile = {
      HOME: home,
      AWS_CONFIG_FILE: trap,
      AWS_SHARED_CREDENTIALS_FILE: trap,
      AWS_WEB_IDENTITY_TOKEN_FILE: trap,
      AWS_CA_BUNDLE: trap,
      AWS_PROFILE: "hostile",
      AWS_ACCESS_KEY_ID: "hostile",
      AWS_SECRET_ACCESS_KEY: "hostile",
      AWS_SESSION_TOKEN: "hostile",
      AWS_REGION: "hostile-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      AWS_USE_FIPS_ENDPOINT: "true",
      AWS_USE_DUALSTACK_ENDPOINT: "true",
      AWS_MAX_ATTEMPTS: "99",
      AWS_RETRY_MODE: "adaptive",
      AWS_DEFAULTS_MODE: "auto",
      AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_SUPPORTED",
      AWS_AUTH_SCHEME_PREFERENCE: "hostile",
      AWS_SIGV4A_SIGNING_REGION_SET: "hostile",
      AWS_SDK_UA_APP_ID: "hostile",
      AWS_EXECUTION_ENV: "hostile",
      HTTP_PROXY: "http://127.0.0.1:9",
      HTTPS_PROXY: "http://127.0.0.1:9",
    };
    for (const [name, value] of Object.entries(hostile)) vi.stubEnv(name, value);
    proxy.forget();
    expect(await attempts(bucketAt(proxy.url))).toEqual(["done", "done", expect.any(String), "done", "done"]);
    expect(proxy.seen.length).toBeGreaterThan(5);
    for (const { headers } of proxy.seen) {
      expect(headers["user-agent"]).toMatch(/^countersign\/[\d.]+ m\/[\w,]+$/u);
      expect(JSON.stringify(headers)).not.toContain("hostile");
      expect(headers["authorization"]).toContain("Credential=S3RVER/");
      expect(headers["authorization"]).toContain("/eu-central-1/s3/aws4_request");
    }
    // Nobody has the pipe open.
    expect(() => closeSync(openSync(trap, constants.O_WRONLY | constants.O_NONBLOCK))).toThrow(/ENXIO/u);
  });
});

describe("TLS", () => {
  let server: S3Server | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  test("the given authority is trusted, and only that one", async (context) => {
    const own = join(folder, "own");
    const other = join(folder, "other");
    mkdirSync(own);
    mkdirSync(other);
    const certificates = makeCertificates(own, context);
    server = await startS3rver(join(folder, "tls"), { key: certificates.key, cert: certificates.cert });
    const url = `https://127.0.0.1:${server.port}`;
    const outgoing = makeOutgoing(folder, leastPart + 1000);
    const place = openBucket(bucketAt(url, { ca: certificates.ca }), serverKeys, { leastPart });
    await place.send(outgoing, {});
    expect(await place.list({})).toHaveLength(1);

    const untrusted = { code: "DESTINATION_UNREACHABLE", text: { key: "backups.tls" } };
    await expect(openBucket(bucketAt(url), serverKeys).list({})).rejects.toMatchObject(untrusted);
    const { ca } = makeCertificates(other, context);
    await expect(openBucket(bucketAt(url, { ca }), serverKeys).list({})).rejects.toMatchObject(untrusted);
    const elsewhere = url.replace("127.0.0.1", "localhost");
    await expect(openBucket(bucketAt(elsewhere, { ca: certificates.ca }), serverKeys).list({})).rejects.toMatchObject(
      untrusted,
    );
    // A way round the check that Node offers to those who start it.
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    await expect(openBucket(bucketAt(url), serverKeys).list({})).rejects.toMatchObject(untrusted);
  });

  test.each(["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])(
    "an authority that is none is said to be none: %j",
    (ca) => {
      expect(() => openBucket(bucketAt("https://127.0.0.1:9", { ca }), serverKeys)).toThrow(
        expect.objectContaining({
          code: "INVALID_INPUT",
          fields: { ca: expect.objectContaining({ key: expect.any(String) as string }) as object },
        }),
      );
    },
  );
});
