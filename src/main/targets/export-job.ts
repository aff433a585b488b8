import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Selection } from "#shared/contract/directory.ts";
import { type ExportSums, type LeftOut, mostLeftOut, type Preflight } from "#shared/contract/targets.ts";
import type { TargetId } from "#shared/model/ids.ts";
import { sealHeader } from "../backups/archive/age/header.ts";
import { syncFolder } from "../files/durable.ts";
import type { Outgoing, Settings } from "../formats/format.ts";
import { writtenFormat, type WrittenFormat } from "../formats/registry.ts";
import type { JobContext } from "../jobs/job.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import type { Handed } from "../store/factors/targets.ts";
import { viewAt } from "../store/open.ts";
import type { Db, StoreAddress } from "../store/store.ts";
import { type Fate, fatesOf } from "./gather.ts";
import { Growing, type WrittenFile } from "./growing.ts";
import { writeSealed } from "./sealed.ts";

export interface PreflightInput {
  store: StoreAddress;
  dataKey: Uint8Array;
  format: string;
  selection: Selection;
  /** Some formats can hold more or less by them. What is not given is as usual. */
  settings: Settings;
  /** Only what this target does not have, or has otherwise; null: everything. */
  changesOf: TargetId | null;
  /** UTC milliseconds. */
  now: number;
}

export interface ExportInput extends PreflightInput {
  /** A file or folder that does not exist yet; a file where it is encrypted. */
  target: string;
  /** `age1…`, for whom it is encrypted; empty: it is written as the format has it. */
  encryptTo: readonly string[];
  /** Its name in the end. */
  to: string;
  /** A private folder. */
  workspace: string;
}

class Counting {
  readonly leftOut: LeftOut[] = [];
  readonly sums: ExportSums = { people: 0, authenticators: 0, go: 0, leftOut: 0 };
  added = 0;
  changed = 0;
  #last = "";

  #person(username: string): void {
    this.sums.authenticators += 1;
    if (username === this.#last) return;
    this.#last = username;
    this.sums.people += 1;
  }

  /** @returns whether it goes */
  take(fate: Fate): fate is Extract<Fate, { go: Outgoing }> {
    if ("same" in fate) return false;
    if ("stays" in fate) {
      this.#person(fate.stays.username);
      this.sums.leftOut += 1;
      if (this.leftOut.length < mostLeftOut) this.leftOut.push(fate.stays);
      return false;
    }
    this.#person(fate.go.username);
    this.sums.go += 1;
    this[fate.to] += 1;
    return true;
  }

  report({ id, title, write }: WrittenFormat): Preflight {
    return { format: id, title, sums: this.sums, leftOut: this.leftOut, warnings: [...write.warnings] };
  }
}

/** Works with the store as it is at one moment. */
async function withView<T>(input: PreflightInput, work: (db: Db, keys: Keys) => Promise<T>): Promise<T> {
  return withKeys(input.dataKey, async (keys) => {
    const frozen = await viewAt(input.store);
    try {
      return await work(frozen.db, keys);
    } finally {
      await frozen.close();
    }
  });
}

/** What could go into a format. For a worker. @throws AppError FORMAT_UNKNOWN, SEAL_BROKEN, CANCELLED */
export const preflightJob = (
  input: PreflightInput,
  context: JobContext,
): Promise<{ report: Preflight; added: number; changed: number }> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    for await (const fate of fatesOf(db, keys, { ...input, carries: format.write.carries }, context)) {
      if (counting.take(fate)) fate.go.seed.fill(0);
    }
    const { added, changed } = counting;
    return { report: counting.report(format), added, changed };
  });

/** `keys.tar.age` becomes `keys`. */
const folderIn = (file: string): string => basename(file).replace(/(?<=.)(?:\.tar)?\.age$/iu, "");

/** Encrypted, a folder is one file: several would say by their names and sizes who has authenticators. */
async function writeEncrypted({ write }: WrittenFormat, entries: AsyncIterable<Outgoing>, input: ExportInput) {
  const { target, to, workspace, settings, encryptTo, now } = input;
  const header = await sealHeader({ recipients: encryptTo });
  const tar = { root: folderIn(to), spool: join(workspace, "spool"), at: now };
  return writeSealed(write.write(entries, settings), target, header, write.form === "folder" ? tar : null);
}

/** Only one file is open at a time: a format that writes a folder finishes each file before it begins the next. */
async function writePieces(
  { write }: WrittenFormat,
  entries: AsyncIterable<Outgoing>,
  { target, settings }: ExportInput,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  let growing: Growing | null = null;
  if (write.form === "folder") await mkdir(target, { mode: 0o700 });
  else growing = await Growing.create("", target);
  try {
    for await (const { file = "", data } of write.write(entries, settings)) {
      if (growing?.name !== file) {
        if (growing) files.push(await growing.finish());
        growing = await Growing.create(file, join(target, file));
      }
      await growing.write(data);
    }
    if (growing) files.push(await growing.finish());
    growing = null;
    if (write.form === "folder") await syncFolder(target);
    return files;
  } finally {
    await growing?.close();
  }
}

/**
 * Writes what a format can hold, as the store is at one moment. For a worker.
 *
 * @returns what was handed over, for a target to remember
 * @throws AppError FORMAT_UNKNOWN, RECIPIENT_REFUSED, SEAL_BROKEN, DISK_FULL, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export const exportJob = (
  input: ExportInput,
  context: JobContext,
): Promise<{ report: Preflight; files: WrittenFile[]; handed: Handed[] }> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    const handed: Handed[] = [];
    async function* going(): AsyncGenerator<Outgoing> {
      for await (const fate of fatesOf(db, keys, { ...input, carries: format.write.carries }, context)) {
        if (!counting.take(fate)) continue;
        handed.push(fate.handed);
        yield fate.go;
        fate.go.seed.fill(0);
      }
    }
    const files =
      input.encryptTo.length > 0
        ? [await writeEncrypted(format, going(), input)]
        : await writePieces(format, going(), input);
    return { report: counting.report(format), files, handed };
  });
