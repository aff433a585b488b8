import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeIdentity, type Opening, type Protection } from "#main/backups/archive/age.ts";
import { createBackup, reportOf } from "#main/backups/archive/create.ts";
import type { KnownCode } from "#main/backups/archive/known-code.ts";
import { verifyBackup } from "#main/backups/archive/verify.ts";
import type { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import { schemaVersion } from "#main/store/migrations/migrations.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { BackupReport, BackupVerification } from "#shared/contract/archive.ts";
import { toldAll } from "../../../support/told.ts";
import { later, newFolder, newJobs, openParts, passphrase, strayNames } from "../../../support/backups.ts";
import { leastWork } from "../../../support/least-work.ts";
import { makeSample, type Sample, sampleFolder } from "../../../support/sample-store.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** A backup leaves its store as it was, so the tests have one in common. */
let sample: Sample;
let removeSample: () => void;
let folder: string;
let removeFolder: () => void;
let jobs: Jobs<WorkerJobs>;

beforeAll(async () => {
  const { folder: place, remove } = sampleFolder("backup-of");
  removeSample = remove;
  sample = await makeSample(join(place, "data"), { users: 1200, events: 700 });
});

afterAll(async () => {
  await sample.store.close();
  removeSample();
});

beforeEach(() => {
  ({ folder, remove: removeFolder } = sampleFolder("backup"));
  jobs = newJobs();
});

afterEach(async () => {
  await jobs.close();
  removeFolder();
});

/** With a passphrase that is cheap to guess; one that is not takes seconds to write and to open. */
const forPassphrase = { passphrase, workFactor: leastWork };

/** What is proved of a backup for these holds for one with a passphrase. */
const reader = await makeIdentity();
const forRecipient = { recipients: [reader.recipient] };
const opening = { identity: reader.identity };

const create = (file: string, options: { protection?: Protection; overwrite?: boolean } = {}) =>
  createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
    { file, protection: forRecipient, ...options },
  );

test("a backup is one private file that verifies, and nothing else is left", async () => {
  const target = newFolder(folder, "target");
  const file = join(target, "september.age");
  const counts = { admins: 1, users: 1200, tokens: 1200, backupCodes: 10, auditEvents: 700 };

  const created = await create(file, { protection: { passphrase } });
  // The cost that the age command takes.
  expect(readFileSync(file).toString("latin1", 0, 64)).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/u);
  expect(created.sha256).toBe(createHash("sha256").update(readFileSync(file)).digest("hex"));
  const report = reportOf(created);
  expect(BackupReport.parse(report)).toEqual({
    file,
    size: statSync(file).size,
    createdAt: later.now(),
    organisation: "Example Hospital",
    counts,
    faults: { auditBrokenAt: null, unopenedSeeds: { count: 0, of: [] } },
  });
  expect(readdirSync(target)).toEqual(["september.age"]);
  expect(strayNames(sample.dataDir)).toEqual([]);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);

  const { storeId, since, ...proof } = await verifyBackup(
    { dataDir: sample.dataDir, jobs },
    { file, opening: { passphrase } },
  );
  expect(storeId).toBe(sample.storeId);
  expect(since).toBeNull();
  expect(toldAll(BackupVerification.parse(proof))).toEqual({
    ...report,
    valid: true,
    checks: [
      { name: "The parts match their checksums", count: 2 },
      { name: "The database file is intact", count: 1 },
      { name: "All references are intact", count: 1 },
      { name: `The tables match schema ${schemaVersion}`, count: expect.any(Number) as number },
      { name: "All records are present", count: 3111 },
      { name: "The seeds open with the data key", count: 1200 },
      { name: "The audit chain is unbroken", count: 700 },
    ],
  });
  expect(strayNames(sample.dataDir)).toEqual([]);
});

test("the file holds exactly the three parts, and the data key only inside", async () => {
  const file = join(folder, "b.age");
  await create(file, { protection: forPassphrase });
  const [manifest, vault, database, ...rest] = await openParts(file);
  expect(rest).toEqual([]);
  expect([manifest?.name, vault?.name, database?.name]).toEqual(["manifest.json", "vault.json", "console.db"]);
  expect(JSON.parse(vault?.content.toString() ?? "")).toEqual({
    format: "countersign-vault",
    version: 1,
    storeId: sample.storeId,
    dataKey: sample.dataKey.toString("base64"),
  });
  // Journal mode DELETE (bytes 18 and 19 of the header): the file needs no -wal beside it.
  expect([database?.content[18], database?.content[19]]).toEqual([1, 1]);
  expect(database?.content.includes(sample.dataKey)).toBe(false);
  expect(database?.content.includes(sample.dataKey.toString("base64"))).toBe(false);
});

test("what is still in the WAL is in the backup, and writes during it neither wait nor tear it", async () => {
  const file = join(folder, "b.age");
  let written = 0;
  const reports: string[] = [];
  const report = await createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
    { file, protection: forRecipient },
    {
      onProgress: ({ phase }) => {
        reports.push(phase);
        sample.store
          .write((tx) =>
            tx
              .updateTable("users")
              .set({ name: `changed ${(written += 1)}` })
              .execute(),
          )
          .catch((thrown: unknown) => reports.push(String(thrown)));
      },
    },
  );
  expect(written).toBeGreaterThan(1);
  expect(new Set(reports)).toEqual(new Set(["snapshot", "encrypt", "decrypt", "check", "seeds", "audit"]));
  const proof = await verifyBackup({ dataDir: sample.dataDir, jobs }, { file, opening });
  expect(proof.counts).toEqual(report.counts);
  // A transaction is in it as a whole or not at all.
  const database = (await openParts(file, opening))[2]?.content ?? Buffer.alloc(0);
  writeFileSync(join(folder, "copy.db"), database);
  const { openFrozen } = await import("#main/store/sqlite/snapshot.ts");
  const copy = openFrozen(join(folder, "copy.db"));
  const names = await copy.db.selectFrom("users").select("name").distinct().execute();
  await copy.close();
  expect(names.every(({ name }) => name.startsWith("changed")) || names.length === 1200).toBe(true);
});

test("an existing file is kept unless it is to be replaced, and then it is replaced as a whole", async () => {
  const file = join(folder, "b.age");
  writeFileSync(file, "something of the person's");
  await expect(create(file)).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(readFileSync(file, "utf8")).toBe("something of the person's");
  await create(file, { overwrite: true });
  await expect(verifyBackup({ dataDir: sample.dataDir, jobs }, { file, opening })).resolves.toMatchObject({
    valid: true,
  });
});

test("a name that is taken while the backup is made is not overwritten", async () => {
  const file = join(folder, "b.age");
  const making = createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
    { file, protection: forRecipient },
    { onProgress: () => writeFileSync(file, "first come") },
  );
  await expect(making).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(readFileSync(file, "utf8")).toBe("first come");
  expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  expect(strayNames(sample.dataDir)).toEqual([]);
});

test("two consoles that save to one name: one wins, nothing is mixed", async () => {
  const file = join(folder, "b.age");
  const other = newJobs();
  const request = { file, protection: forRecipient };
  const deps = { dataDir: sample.dataDir, clock: later, dataKey: sample.dataKey };
  const results = await Promise.allSettled([
    createBackup({ ...deps, jobs }, request),
    createBackup({ ...deps, jobs: other }, request),
  ]);
  await other.close();
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ code: "FILE_EXISTS" });
  await expect(verifyBackup({ dataDir: sample.dataDir, jobs }, { file, opening })).resolves.toMatchObject({
    valid: true,
  });
});

test("a target that cannot be one is refused before any work", async () => {
  await expect(create(join(folder, "missing", "b.age"))).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    text: { key: "files.noFolder" },
  });
  await expect(create(folder)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  symlinkSync(join(folder, "nowhere"), join(folder, "link.age"));
  await expect(create(join(folder, "link.age"))).rejects.toMatchObject({ code: "FILE_EXISTS" });
  expect(strayNames(sample.dataDir)).toEqual([]);
});

test("the data key of the caller is copied at once", async () => {
  const file = join(folder, "b.age");
  const dataKey = Buffer.from(sample.dataKey);
  const making = createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey },
    { file, protection: forRecipient },
  );
  dataKey.fill(0);
  await making;
  await expect(verifyBackup({ dataDir: sample.dataDir, jobs }, { file, opening })).resolves.toMatchObject({
    valid: true,
  });
});

test("verification needs no store", async () => {
  const file = join(folder, "b.age");
  await create(file);
  const empty = join(folder, "empty");
  await expect(verifyBackup({ dataDir: empty, jobs }, { file, opening })).resolves.toMatchObject({
    valid: true,
  });
  expect(readdirSync(empty)).toEqual([]);
  await expect(
    verifyBackup({ dataDir: empty, jobs }, { file: join(folder, "none.age"), opening }),
  ).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  await expect(verifyBackup({ dataDir: empty, jobs }, { file: folder, opening })).rejects.toMatchObject({
    code: "BACKUP_UNREADABLE",
  });
  expect(existsSync(join(empty, "store"))).toBe(false);
});

test("a backup for recipients is proved with the identity made for it alone, down to a known code", async () => {
  const [mine, yours] = [await makeIdentity(), await makeIdentity()];
  const file = join(folder, "b.age");
  const created = await createBackup(
    { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
    { file, protection: { recipients: [mine.recipient, yours.recipient] } },
  );
  const { identity, knownCode } = created;
  if (identity === null || knownCode === null) throw new Error("nothing to prove it with");
  const verify = (by: Opening, code: KnownCode | null) =>
    verifyBackup({ dataDir: sample.dataDir, jobs }, { file, opening: by, knownCode: code });
  const proof = await verify({ identity }, knownCode);
  expect(toldAll(proof.checks)).toContainEqual({
    name: "A known code can be generated again from the restored seed",
    count: 1,
  });
  for (const one of [mine, yours]) {
    expect((await verify({ identity: one.identity }, null)).counts).toEqual(created.counts);
  }
  const stranger = await makeIdentity();
  await expect(verify({ identity: stranger.identity }, null)).rejects.toMatchObject({ code: "BACKUP_IDENTITY_WRONG" });
  await expect(verify({ passphrase }, null)).rejects.toMatchObject({
    code: "BACKUP_UNREADABLE",
    details: { check: "recipient" },
  });
  // A code that the restored seed does not give.
  const other = knownCode.code === "000000" ? "000001" : "000000";
  await expect(verify({ identity }, { ...knownCode, code: other })).rejects.toMatchObject({
    code: "BACKUP_DAMAGED",
    details: { check: "known code" },
  });
  const gone = { ...knownCode, tokenId: randomUUID() as TokenId };
  await expect(verify({ identity }, gone)).rejects.toMatchObject({ details: { check: "known code" } });
  expect(strayNames(sample.dataDir)).toEqual([]);
});

test("one more recipient than was asked for opens it, whose identity nobody keeps; a passphrase is the only way in", async () => {
  const { recipient } = await makeIdentity();
  const deps = { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey };
  const plain = await createBackup(deps, { file: join(folder, "a.age"), protection: { recipients: [recipient] } });
  expect(readFileSync(plain.file, "latin1").match(/^-> X25519 /gmu)).toHaveLength(2);
  const secret = await createBackup(deps, { file: join(folder, "b.age"), protection: forPassphrase });
  expect(secret.identity).toBeNull();
  expect(readFileSync(secret.file, "latin1").match(/^-> \S+ /gmu)).toEqual(["-> scrypt "]);
});

test("a backup for nobody, or for what is no recipient, is not begun", async () => {
  const deps = { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey };
  for (const recipients of [[], ["age1nobody"]]) {
    const making = createBackup(deps, { file: join(folder, "b.age"), protection: { recipients } });
    await expect(making).rejects.toMatchObject({ code: "RECIPIENT_REFUSED" });
  }
  expect(existsSync(join(folder, "b.age"))).toBe(false);
  expect(strayNames(sample.dataDir)).toEqual([]);
});
