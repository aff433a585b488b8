import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError, type ErrorCode } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { openBucket } from "#main/backups/destinations/bucket.ts";
import { type Patience, usualPatience } from "#main/backups/destinations/bucket-client.ts";
import type { Destination, Outgoing } from "#main/backups/destinations/destination.ts";
import { bucketAt, leastPart, makeOutgoing, sha256Of, temporaryFolder } from "../../../support/destinations.ts";
import type { Step } from "../../../support/s3-requests.ts";
import { type Fault, FaultProxy } from "../../../support/s3-proxy.ts";
import { type S3Server, serverKeys, startFauxS3, startS3rver } from "../../../support/s3-servers.ts";

const small = 100_000;
const largeParts = 3;
/** Of the server without SHA-256 sums, which takes parts of any size. */
const part = 128 * 1024;
const large = (largeParts - 1) * part + small;

let folder: string;
let remove: () => void;
let server: S3Server;
let sums: S3Server;
let proxy: FaultProxy;
let place: Destination;

beforeAll(async () => {
  ({ folder, remove } = temporaryFolder("bucket-fault"));
  server = await startS3rver(join(folder, "s3rver"));
  sums = await startFauxS3();
  proxy = await FaultProxy.start(server.port);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  await sums.close();
  remove();
});
beforeEach(() => {
  use(proxy);
});

/** One attempt a request, so that a fault that happens once is seen at once. */
const oneAttempt: Patience = { ...usualPatience, attempts: 1 };
/** The same, for a server that hangs. In milliseconds. */
const impatient: Patience = { ...oneAttempt, idle: 1000 };

const open = (at: FaultProxy, patience: Patience, least = part): Destination =>
  openBucket(bucketAt(at.url), serverKeys, { patience, leastPart: least });

function use(at: FaultProxy, least = part): void {
  at.options = { lists: true, condition: "honour" };
  at.ledger.uploads.clear();
  at.forget();
  place = open(at, oneAttempt, least);
}

/** Whom a fault is shown to. */
const facing = ({ kind }: Fault): Destination => (kind === "hang" ? open(proxy, impatient) : place);

/** The nth request of a step meets the fault. */
function once(step: Step, fault: Fault, nth = 1): void {
  let met = 0;
  proxy.options.fault = (request) => {
    if (request.step === step) met += 1;
    return request.step === step && met === nth ? fault : undefined;
  };
}

/** What a person reads about it. */
const said = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (thrown: unknown) => (thrown instanceof AppError ? say(thrown.text) : String(thrown)),
  );

const outcome = async (work: Promise<unknown>): Promise<ErrorCode | "done"> => {
  try {
    await work;
    return "done";
  } catch (thrown) {
    return (thrown as { code: ErrorCode }).code;
  }
};

/** What is really there, past all faults. */
async function there(outgoing: Outgoing): Promise<"whole" | "none" | "other"> {
  proxy.options.fault = undefined;
  const target = join(folder, `there-${Math.random()}`);
  const end = await outcome(place.fetch(outgoing.name, target, {}));
  if (end === "FILE_NOT_FOUND") return "none";
  return end === "done" && sha256Of(target) === outgoing.sha256 ? "whole" : "other";
}

const faults: Record<string, { fault: Fault; code: ErrorCode }> = {
  "403": { fault: { kind: "refuse", status: 403, code: "AccessDenied" }, code: "DESTINATION_REFUSED" },
  "expired keys": { fault: { kind: "refuse", status: 400, code: "ExpiredToken" }, code: "DESTINATION_REFUSED" },
  clock: { fault: { kind: "refuse", status: 403, code: "RequestTimeTooSkewed" }, code: "DESTINATION_REFUSED" },
  "500": { fault: { kind: "refuse", status: 500, code: "InternalError" }, code: "DESTINATION_FAILED" },
  "503": { fault: { kind: "refuse", status: 503, code: "SlowDown" }, code: "DESTINATION_FAILED" },
  "no bucket": { fault: { kind: "refuse", status: 404, code: "NoSuchBucket" }, code: "DESTINATION_FAILED" },
  elsewhere: { fault: { kind: "refuse", status: 301, code: "PermanentRedirect" }, code: "DESTINATION_FAILED" },
  full: { fault: { kind: "refuse", status: 507, code: "XMinioStorageFull" }, code: "DISK_FULL" },
  hang: { fault: { kind: "hang" }, code: "DESTINATION_UNREACHABLE" },
  cut: { fault: { kind: "cutRequest", after: 0 }, code: "DESTINATION_UNREACHABLE" },
};

describe("sending", () => {
  // A HEAD's answer has no body, so that its reason is asked for with another request, and a bucket that is not there looks like an object that is not. An upload that
  // cannot be looked for is begun anew.
  const passes = (step: Step, name: string): boolean =>
    (step === "head" && name === "no bucket") ||
    (["uploads", "parts"].includes(step) && ["403", "expired keys", "clock", "no bucket"].includes(name));

  const steps: [Step, number][] = [
    ["head", small],
    ["put", small],
    ["head", large],
    ["uploads", large],
    ["begin", large],
    ["part", large],
    ["complete", large],
  ];

  test.each(steps.flatMap(([step, size]) => Object.keys(faults).map((name) => [step, size, name] as const)))(
    "%s of %i bytes: %s",
    async (step, size, name) => {
      const known = faults[name];
      if (!known) throw new Error(name);
      const outgoing = makeOutgoing(folder, size);
      once(step, known.fault, step === "part" ? 2 : 1);
      const end = await outcome(facing(known.fault).send(outgoing, {}));
      // The other request, here, is not refused.
      const unexplained = step === "head" && name === "expired keys" ? "DESTINATION_FAILED" : known.code;
      expect(end).toBe(passes(step, name) ? "done" : unexplained);
      expect(await there(outgoing)).toBe(end === "done" ? "whole" : "none");
      proxy.forget();
      await place.send(outgoing, {});
      expect(await there(outgoing)).toBe("whole");
      if (end !== "done" && step === "part") expect(proxy.count("part")).toBe(largeParts - 1);
      if (end !== "done" && step === "complete") expect([proxy.count("begin"), proxy.count("part")]).toEqual([0, 0]);
    },
  );

  test.each([
    ["clock", 403, "RequestTimeTooSkewed", /this computer's clock/u],
    ["expired keys", 400, "ExpiredToken", /refuses these access keys/u],
    ["no bucket", 404, "NoSuchBucket", /^There is no bucket with this name/u],
    ["elsewhere", 301, "PermanentRedirect", /in another region/u],
  ] as const)("a refusal says its reason: %s", async (_, status, refusal, message) => {
    proxy.options.fault = () => ({ kind: "refuse", status, code: refusal });
    expect(await said(place.send(makeOutgoing(folder, small), {}))).toMatch(message);
    expect(await said(place.list({}))).toMatch(message);
  });

  test.each([
    ["put", small],
    ["part", large],
    ["complete", large],
  ] as const)("%s: the connection ends in the middle of what is sent", async (step, size) => {
    const outgoing = makeOutgoing(folder, size);
    once(step, { kind: "cutRequest", after: step === "complete" ? 10 : 50_000 });
    expect(await outcome(place.send(outgoing, {}))).toBe("DESTINATION_UNREACHABLE");
    expect(await there(outgoing)).toBe("none");
    await place.send(outgoing, {});
    expect(await there(outgoing)).toBe("whole");
  });

  test.each([
    ["put", small],
    ["part", large],
    ["complete", large],
  ] as const)("%s: it is done, and the answer is lost or another one", async (step, size) => {
    for (const fault of [
      { kind: "cutAnswer", after: 0 },
      { kind: "misreport", status: 500, code: "InternalError" },
    ] satisfies Fault[]) {
      const outgoing = makeOutgoing(folder, size);
      once(step, fault);
      const end = await outcome(place.send(outgoing, {}));
      const really = await there(outgoing);
      if (end === "done") expect(really).toBe("whole");
      expect(really).not.toBe("other");
      proxy.forget();
      await place.send(outgoing, {});
      expect(await there(outgoing)).toBe("whole");
      // What is there already is not sent again.
      expect(proxy.count("part")).toBe(step === "part" ? largeParts - 1 : 0);
      expect(proxy.count("put")).toBe(0);
    }
  });

  test("an answer that is lost once is found out by the next attempt of the same call", async () => {
    place = open(proxy, usualPatience);
    for (const [step, size] of [
      ["put", small],
      ["complete", large],
    ] as const) {
      const outgoing = makeOutgoing(folder, size);
      once(step, { kind: "misreport", status: 503, code: "SlowDown" });
      expect(await outcome(place.send(outgoing, {}))).toBe("done");
      expect(await there(outgoing)).toBe("whole");
    }
  });

  test.each([
    ["server with MD5 sums", "put", small],
    ["server with MD5 sums", "part", large],
    ["server with SHA-256 sums", "put", small],
    ["server with SHA-256 sums", "part", leastPart + small],
  ] as const)("%s: what arrives is not what was sent (%s)", async (which, step, size) => {
    const withSums = which === "server with SHA-256 sums";
    const own = await FaultProxy.start(withSums ? sums.port : server.port);
    const before = proxy;
    proxy = own;
    use(own, withSums ? leastPart : part);
    try {
      const outgoing = makeOutgoing(folder, size);
      once(step, { kind: "corrupt" });
      expect(await outcome(place.send(outgoing, {}))).toBe("DESTINATION_FAILED");
      expect(await there(outgoing)).toBe("none");
      await place.send(outgoing, {});
      expect(await there(outgoing)).toBe("whole");
    } finally {
      proxy = before;
      await own.close();
    }
  });

  test("a server that hides what is there is not believed: the condition of the write holds", async () => {
    const other = makeOutgoing(folder, small);
    await place.send(other, {});
    for (const size of [small, large]) {
      const outgoing = makeOutgoing(folder, size, other.name);
      once("head", { kind: "refuse", status: 404, code: "NotFound" });
      expect(await outcome(place.send(outgoing, {}))).toBe("FILE_EXISTS");
      expect(await there(other)).toBe("whole");
    }
  });

  test("somebody takes the name while parts are sent", async () => {
    const outgoing = makeOutgoing(folder, large);
    const other = makeOutgoing(folder, small, outgoing.name);
    once("complete", { kind: "late", when: () => place.send(other, {}) });
    const end = await outcome(place.send(outgoing, {}));
    expect(end).toBe("FILE_EXISTS");
    expect(await there(other)).toBe("whole");
    expect(proxy.ledger.uploads.size).toBe(0);
  });

  test("a server that lost a part of the upload: the next try begins anew", async () => {
    const outgoing = makeOutgoing(folder, large);
    once("complete", { kind: "refuse", status: 400, code: "InvalidPart" });
    expect(await outcome(place.send(outgoing, {}))).toBe("DESTINATION_FAILED");
    proxy.forget();
    await place.send(outgoing, {});
    expect([proxy.count("begin"), proxy.count("part")]).toEqual([1, largeParts]);
    expect(await there(outgoing)).toBe("whole");
  });

  test.each(["head", "put", "begin", "part", "complete"] as const)(
    "cancelled while the server hangs at %s",
    async (step) => {
      const patient = open(proxy, usualPatience);
      const outgoing = makeOutgoing(folder, step === "put" ? small : large);
      const stop = new AbortController();
      proxy.options.fault = (request) => {
        if (request.step !== step) return undefined;
        // After its bytes have come, which is when it is waited for.
        setImmediate(() => stop.abort());
        return { kind: "hang" };
      };
      expect(await outcome(patient.send(outgoing, { signal: stop.signal }))).toBe("CANCELLED");
      expect(await there(outgoing)).toBe("none");
      await place.send(outgoing, {});
      expect(await there(outgoing)).toBe("whole");
    },
  );
});

describe("listing, fetching, removing", () => {
  let outgoing: Outgoing;
  beforeEach(async () => {
    outgoing = makeOutgoing(folder, small);
    await place.send(outgoing, {});
  });

  const target = () => join(folder, `fetched-${outgoing.name}`);

  test.each(Object.entries(faults))("%s", async (_, { fault, code }) => {
    once("list", fault);
    expect(await outcome(facing(fault).list({}))).toBe(code);
    expect((await place.list({})).map(({ name }) => name)).toContain(outgoing.name);

    once("get", fault);
    expect(await outcome(facing(fault).fetch(outgoing.name, target(), {}))).toBe(code);
    expect(existsSync(target())).toBe(false);

    once("delete", fault);
    expect(await outcome(facing(fault).remove(outgoing.name, {}))).toBe(code);
    expect(await there(outgoing)).toBe("whole");
    await place.remove(outgoing.name, {});
    expect(await there(outgoing)).toBe("none");
  });

  test.each(["put", "get", "list", "delete"] as const)("a probe says what fails: %s", async (step) => {
    once(step, { kind: "refuse", status: 403, code: "AccessDenied" });
    expect(await outcome(place.probe({}))).toBe("DESTINATION_REFUSED");
  });

  test("a list that is cut is no shorter list", async () => {
    once("list", { kind: "cutAnswer", after: 300 });
    expect(await outcome(place.list({}))).toBe("DESTINATION_UNREACHABLE");
  });

  test("a download is gone on with after a cut, twice", async () => {
    const cuts = [30_000, 60_000].map((at) => ({ at, reached: Promise.withResolvers<void>() }));
    let met = 0;
    proxy.options.fault = ({ step }) => {
      const cut = step === "get" ? cuts[met++] : undefined;
      return cut && { kind: "cutAnswer", after: 30_000, when: cut.reached.promise };
    };
    proxy.forget();
    await place.fetch(outgoing.name, target(), {
      onProgress: ({ done }) => cuts.find(({ at }) => at === done)?.reached.resolve(),
    });
    expect(sha256Of(target())).toBe(outgoing.sha256);
    const ranges = proxy.seen.filter(({ step }) => step === "get").map(({ headers }) => headers["range"]);
    expect(ranges).toEqual([undefined, "bytes=30000-", "bytes=60000-"]);
  });

  test("a download that is cut every time ends, and leaves nothing", async () => {
    proxy.options.fault = ({ step }) => (step === "get" ? { kind: "cutAnswer", after: 1000 } : undefined);
    expect(await outcome(place.fetch(outgoing.name, target(), {}))).toBe("DESTINATION_UNREACHABLE");
    expect(existsSync(target())).toBe(false);
  });

  test("a download whose bytes are not those that were sent is no success", async () => {
    once("get", { kind: "corrupt" });
    expect(await outcome(place.fetch(outgoing.name, target(), {}))).toBe("DESTINATION_FAILED");
    expect(existsSync(target())).toBe(false);
  });
});
