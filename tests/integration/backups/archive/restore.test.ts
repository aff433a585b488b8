import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { storeFile, storeFolder } from "#main/store/data-folder.ts";
import { RestoreReport } from "#shared/contract/archive.ts";
import { later, passphrase, saveBackup, saveCheapBackup, Site, strayNames } from "../../../support/backups.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let shared: ReturnType<typeof sampleFolder>;
let backupFile: string;
/** The same for a recovery identity. */
let identityFile: string;
let identity: string;
let folder: string;
let removeFolder: () => void;
let site: Site;

beforeAll(async () => {
  shared = sampleFolder("restore-source");
  const source = await makeSample(join(shared.folder, "source"), { users: 300, events: 40 }, "Restored Hospital");
  backupFile = join(shared.folder, "backup.age");
  await saveCheapBackup(source, backupFile);
  identityFile = join(shared.folder, "for-an-identity.age");
  const made = await makeIdentity();
  ({ identity } = made);
  await saveBackup(source, identityFile, {}, { recipients: [made.recipient] });
  await source.store.close();
});
afterAll(() => shared.remove());

beforeEach(async () => {
  ({ folder, remove: removeFolder } = sampleFolder("restore"));
  const sample = await makeSample(join(folder, "data"), { users: 20, events: 5 }, "Present Hospital");
  await sample.store.close();
  site = await Site.open(sample.dataDir);
});
afterEach(async () => {
  await site.close();
  removeFolder();
});

const organisation = async (): Promise<string | undefined> =>
  (await site.store?.db.selectFrom("console").select("organisation").executeTakeFirst())?.organisation;

/** After a failure: the old store is open and nothing was added to its folder. */
async function expectOld(): Promise<void> {
  expect(await organisation()).toBe("Present Hospital");
  expect(strayNames(site.dataDir)).toEqual([]);
  expect(readdirSync(site.dataDir).filter((name) => name.startsWith("store.before-"))).toEqual([]);
  expect(site.lock.exclusive).toBe(false);
  expect(site.keychain.secrets.size).toBe(0);
}

test("the restored store is open, adopted by this machine, and the old one is kept aside", async () => {
  const phases = new Set<string>();
  const replaced = await site.store?.db.selectFrom("console").selectAll().executeTakeFirst();
  const report = await site.restore(backupFile, { onProgress: ({ phase }) => phases.add(phase) });
  expect(RestoreReport.parse(report)).toMatchObject({
    file: backupFile,
    organisation: "Restored Hospital",
    counts: { users: 300, auditEvents: 40 },
    opensWith: "keychain",
    keptAside: join(site.dataDir, "store.before-20260105T090000Z"),
  });
  expect([...phases]).toEqual(["decrypt", "check", "seeds", "audit", "compare", "switch"]);
  expect(await organisation()).toBe("Restored Hospital");
  expect(strayNames(site.dataDir)).toEqual([]);

  const db = site.store?.db;
  expect(await db?.selectFrom("sessions").selectAll().execute()).toEqual([]);
  const slots = await db?.selectFrom("vault_slots").selectAll().execute();
  expect(slots?.map(({ kind }) => kind).toSorted()).toEqual(["keychain", "recovery"]);
  const account = (JSON.parse(slots?.find(({ kind }) => kind === "keychain")?.params ?? "{}") as { account: string })
    .account;
  expect([...site.keychain.secrets.keys()]).toEqual([account]);
  const event = await db?.selectFrom("audit_events").selectAll().orderBy("seq", "desc").limit(1).executeTakeFirst();
  expect(event).toMatchObject({
    seq: 41,
    at: later.now(),
    action: "backup.restore",
    target: "backup.age",
    result: "done",
  });
  expect(JSON.parse(event?.details ?? "")).toEqual({
    backupCreatedAt: later.now(),
    backupEvents: 40,
    backupHead: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
    replacedEvents: 5,
    replacedHead: replaced?.audit_mac.toString("hex"),
    opensWith: "keychain",
    carryOver: "unread",
  });

  // The old store is whole where it was put.
  const old = await Site.open(join(folder, "old"));
  await cp(report.keptAside ?? "", storeFolder(old.dataDir), { recursive: true });
  await old.openLive();
  expect(await old.store?.db.selectFrom("console").select("organisation").execute()).toEqual([
    { organisation: "Present Hospital" },
  ]);
  await old.close();
});

test("the data key from the backup opens the audit chain and the new slot", async () => {
  const { openByKeychain } = await import("#main/keys/open.ts");
  const { verifyChain } = await import("#main/audit/verify.ts");
  await site.restore(backupFile);
  if (!site.store) throw new Error("no store");
  const keys = await openByKeychain(site.store.db, site.keychain);
  if (!keys) throw new Error("the keychain does not open the restored store");
  expect(await verifyChain(site.store.db, keys)).toEqual({ valid: true, events: 41 });
});

test("without a keychain a store that had no passphrase opens with the backup's, and says so", async () => {
  const { openByHuman } = await import("#main/keys/open.ts");
  site.keychain.refuses = true;
  await expect(site.restore(backupFile)).resolves.toMatchObject({ opensWith: "backup passphrase" });
  if (!site.store) throw new Error("no store");
  const kinds = await site.store.db.selectFrom("vault_slots").select("kind").execute();
  expect(kinds).toEqual([{ kind: "recovery" }, { kind: "passphrase" }]);
  await expect(openByHuman(site.store.db, { passphrase: "another one" })).rejects.toThrow(
    expect.objectContaining({ code: "UNLOCK_REFUSED" }),
  );
  await openByHuman(site.store.db, { passphrase });
});

test("without a keychain a store that had no passphrase opens with the identity that opened the backup", async () => {
  const { openByHuman } = await import("#main/keys/open.ts");
  site.keychain.refuses = true;
  const opening = { identity: `# kept in the safe\n${identity}\n` };
  await expect(site.restore(identityFile, {}, opening)).resolves.toMatchObject({ opensWith: "recovery identity" });
  if (!site.store) throw new Error("no store");
  await openByHuman(site.store.db, { passphrase: identity });
});

test("into a folder that is not there yet", async () => {
  const fresh = await Site.open(join(folder, "new", "place"));
  await expect(fresh.restore(backupFile)).resolves.toMatchObject({ keptAside: null });
  expect(await fresh.store?.db.selectFrom("console").select("organisation").execute()).toEqual([
    { organisation: "Restored Hospital" },
  ]);
  expect(readdirSync(fresh.dataDir).toSorted()).toEqual(["lock.db", "store"]);
  await fresh.close();
});

test("over a damaged store, which is kept as it was", async () => {
  const damaged = join(folder, "damaged");
  mkdirSync(storeFolder(damaged), { recursive: true });
  const garbage = Buffer.from("SQLite format 3\0 and then nothing sensible".padEnd(8192, "?"));
  writeFileSync(storeFile(damaged), garbage);
  writeFileSync(`${storeFile(damaged)}-wal`, "left over");
  const other = await Site.open(join(folder, "elsewhere"));
  const patient = new Site(damaged, await (await import("#main/store/sqlite/lock.ts")).holdStore(damaged));
  await patient.lock.downgrade();
  const { keptAside } = await patient.restore(backupFile);
  expect(readFileSync(join(keptAside ?? "", "console.db"))).toEqual(garbage);
  expect(readFileSync(join(keptAside ?? "", "console.db-wal"), "utf8")).toBe("left over");
  expect(await patient.store?.db.selectFrom("console").select("organisation").execute()).toEqual([
    { organisation: "Restored Hospital" },
  ]);
  await patient.close();
  await other.close();
});

test("two restores in one second keep both stores", async () => {
  const first = await site.restore(backupFile);
  const second = await site.restore(backupFile);
  expect(second.keptAside).toBe(`${first.keptAside}-2`);
  expect(existsSync(first.keptAside ?? "")).toBe(true);
});

test("while another process has the store open nothing is changed", async () => {
  const { holdStore } = await import("#main/store/sqlite/lock.ts");
  const other = await holdStore(site.dataDir);
  await expect(site.restore(backupFile)).rejects.toMatchObject({ code: "STORE_IN_USE" });
  other.release();
  await expectOld();
  await expect(site.restore(backupFile)).resolves.toMatchObject({ opensWith: "keychain" });
});

test("a wrong passphrase, a damaged file and a missing one leave the old store open", async () => {
  await expect(site.restore(backupFile, {}, "not this one")).rejects.toMatchObject({ code: "BACKUP_PASSPHRASE_WRONG" });
  await expectOld();
  const bytes = readFileSync(backupFile);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(join(folder, "flipped.age"), bytes);
  await expect(site.restore(join(folder, "flipped.age"))).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
  await expectOld();
  await expect(site.restore(join(folder, "none.age"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expectOld();
  // Nothing of it was closed meanwhile.
  expect(site.reopened).toBe(0);
});

test("a restored store that does not open is taken away again", async () => {
  site.failReopen = () => site.reopened === 1;
  await expect(site.restore(backupFile)).rejects.toMatchObject({ code: "INTERNAL" });
  expect(site.reopened).toBe(2);
  await expectOld();
});

test("the old store that cannot be moved stays open", async () => {
  // A folder under the name of the incoming store cannot be replaced by a rename.
  mkdirSync(join(site.dataDir, "store.incoming", "in the way"), { recursive: true });
  await expect(site.restore(backupFile)).rejects.toMatchObject({ code: "FILE_EXISTS" });
  await expectOld();
});

test("cancelling before the switch leaves the old store, in every phase", async () => {
  for (const last of ["decrypt", "check", "seeds", "audit", "compare", "switch"]) {
    const stop = new AbortController();
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === last) stop.abort();
    };
    const restoring = site.restore(backupFile, { signal: stop.signal, onProgress });
    if (last === "switch") {
      // The switch has begun: it goes through.
      await expect(restoring).resolves.toMatchObject({ organisation: "Restored Hospital" });
    } else {
      await expect(restoring, last).rejects.toMatchObject({ code: "CANCELLED" });
      await expectOld();
    }
  }
});
