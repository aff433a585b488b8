import { readConsole } from "#main/store/console/console.ts";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { extract, pack } from "tar-stream";
import { makeIdentity, type Opening, type Protection } from "#main/backups/archive/age.ts";
import { createBackup, type CreatedBackup } from "#main/backups/archive/create.ts";
import { type Proof, proveBackup } from "#main/backups/archive/prove-backup.ts";
import { restoreBackup } from "#main/backups/archive/restore.ts";
import { recoverSwitch } from "#main/backups/archive/switch.ts";
import { sweepLeftovers } from "#main/backups/archive/leftovers.ts";
import { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import type { CallOptions, Clock } from "#main/base/ports.ts";
import { holdStore } from "#main/store/sqlite/lock.ts";
import type { StoreLock } from "#main/store/store.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import type { Store } from "#main/store/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import type { RestoreReport } from "#shared/contract/archive.ts";
import { leastWork } from "./least-work.ts";
import { startThread } from "./lent-threads.ts";
import { memoryKeychain, type MemoryKeychain } from "./memory-keychain.ts";
import { MemoryLogger, type Sample, sampleDesk, sampleTime } from "./sample-store.ts";
import { clockAt } from "./clock-at.ts";

export const passphrase = "an orchard behind the mill";
/** One hour after the sample was made. */
export const later: Clock = clockAt(() => sampleTime + 3_600_000);

export const newJobs = (): Jobs<WorkerJobs> => new Jobs<WorkerJobs>(startThread);

export async function saveBackup(
  sample: Sample,
  file: string,
  options: CallOptions = {},
  protection: Protection = { passphrase, workFactor: leastWork },
): Promise<CreatedBackup> {
  const jobs = newJobs();
  try {
    return await createBackup(
      { dataDir: sample.dataDir, jobs, clock: later, dataKey: sample.dataKey },
      { file, protection },
      options,
    );
  } finally {
    await jobs.close();
  }
}

export interface TarEntry {
  name: string;
  content: Buffer;
  type?: "file" | "symlink" | "link" | "directory" | "fifo";
  linkname?: string;
}

/** The entries of a backup, decrypted by age-encryption and read by tar-stream. */
export async function openParts(file: string, opening: Opening = { passphrase }): Promise<TarEntry[]> {
  const decrypter = new Decrypter();
  if ("identity" in opening) decrypter.addIdentity(opening.identity);
  else decrypter.addPassphrase(opening.passphrase);
  const tar = extract();
  tar.end(Buffer.from(await decrypter.decrypt(await readFile(file))));
  const entries: TarEntry[] = [];
  for await (const entry of tar) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<unknown> as AsyncIterable<Buffer>) chunks.push(chunk);
    entries.push({ name: entry.header.name, content: Buffer.concat(chunks) });
  }
  return entries;
}

export async function packEntries(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content, type = "file", linkname } of entries) {
    tar.entry({ name, type, ...(linkname === undefined ? {} : { linkname }) }, content);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<unknown> as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Encrypts at a cost that lets a test open hundreds of files. The console opens any cost up to its limit. */
export async function encryptCheaply(plain: Uint8Array, secret = passphrase, workFactor = 2): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(secret);
  encrypter.setScryptWorkFactor(workFactor);
  return Buffer.from(await encrypter.encrypt(plain));
}

/** A backup of the sample that the passphrase opens at once. @returns its entries */
export async function saveCheapBackup(sample: Sample, file: string): Promise<TarEntry[]> {
  const { identity, recipient } = await makeIdentity();
  await saveBackup(sample, file, {}, { recipients: [recipient] });
  const parts = await openParts(file, { identity });
  writeFileSync(file, await encryptCheaply(await packEntries(parts)));
  return parts;
}

/** Runs the verification of `file` in this thread; the copy lies in a folder under `parent` and is removed. */
export async function prove(file: string, parent: string, secret: string | Opening = passphrase): Promise<Proof> {
  const opening = typeof secret === "string" ? { passphrase: secret } : secret;
  const folder = mkdtempSync(join(parent, "proof-"));
  try {
    const signal = new AbortController().signal;
    return await proveBackup({ file, opening, folder }, { signal, onProgress: () => undefined });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the verification says of these bytes: the code of its error, or "sound". */
export async function verdict(
  bytes: Uint8Array,
  parent: string,
  secret: string | Opening = passphrase,
): Promise<string> {
  const file = join(parent, "candidate.age");
  writeFileSync(file, bytes);
  try {
    await prove(file, parent, secret);
    return "sound";
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}

/** A console's part in a restore: a data folder with its lock and its open store, if it has one. */
export class Site {
  readonly dataDir: string;
  readonly keychain: MemoryKeychain = memoryKeychain();
  readonly logger = new MemoryLogger();
  readonly jobs = newJobs();
  readonly lock: StoreLock;
  store: Store | null = null;
  /** Called instead of opening the store, as often as it returns true: an opening that fails. */
  failReopen: () => boolean = () => false;
  reopened = 0;

  constructor(dataDir: string, lock: StoreLock) {
    this.dataDir = dataDir;
    this.lock = lock;
  }

  /** Opens the folder as a console does: puts it in order, then opens what is in it. */
  static async open(dataDir: string): Promise<Site> {
    const site = new Site(dataDir, await holdStore(dataDir));
    if (site.lock.exclusive) {
      await recoverSwitch(dataDir);
      await sweepLeftovers(dataDir);
      await site.lock.downgrade();
    }
    await site.openLive();
    return site;
  }

  async openLive(): Promise<void> {
    if (readdirSync(this.dataDir).includes("store"))
      this.store = await openStore(storeFile(this.dataDir), { create: false });
  }

  /** @param dataKey of the present store, as far as it can be read */
  async restore(
    file: string,
    options: CallOptions = {},
    secret: string | Opening = passphrase,
    dataKey: Buffer | null = null,
  ): Promise<RestoreReport> {
    const opening = typeof secret === "string" ? { passphrase: secret } : secret;
    const { dataDir, jobs, keychain, logger, lock } = this;
    const deps = { dataDir, jobs, keychain, desk: sampleDesk, logger, lock, clock: later, actor: null };
    const presentHead = async () => {
      const row = this.store && (await readConsole(this.store.db));
      return row ? { seq: row.audit_seq, mac: row.audit_mac } : null;
    };
    const closeLive = async (): Promise<void> => {
      await this.store?.close();
      this.store = null;
    };
    const reopen = async (): Promise<void> => {
      this.reopened += 1;
      if (this.failReopen()) throw new Error("the store does not open");
      await this.openLive();
    };
    const present = () => (this.store && dataKey ? { store: this.store.address, dataKey: Buffer.from(dataKey) } : null);
    const freeze = () => this.store?.freeze() ?? (() => undefined);
    return restoreBackup({ ...deps, present, freeze, presentHead, closeLive, reopen }, { file, opening }, options);
  }

  async close(): Promise<void> {
    await this.jobs.close();
    await this.store?.close();
    this.lock.release();
  }
}

/** Names in the data folder apart from those that belong there. */
export const strayNames = (dataDir: string): string[] =>
  readdirSync(dataDir).filter(
    (name) => !["store", "lock.db", "logs"].includes(name) && !name.startsWith("store.before-"),
  );

export function newFolder(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}
