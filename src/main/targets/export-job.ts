import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Selection } from "#shared/contract/directory.ts";
import { type ExportSums, type LeftOut, mostLeftOut, type Preflight } from "#shared/contract/targets.ts";
import type { UserId } from "#shared/model/ids.ts";
import { sealHeader } from "../backups/archive/age/header.ts";
import { syncFolder } from "../files/durable.ts";
import type { Outgoing, Settings } from "../formats/format.ts";
import { writtenFormat, type WrittenFormat } from "../formats/registry.ts";
import type { JobContext } from "../jobs/job.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import { type Lingering, lingeringIn, lingeringOwners, type Reach } from "../store/factors/targets.ts";
import { viewAt } from "../store/open.ts";
import type { Db, StoreAddress } from "../store/store.ts";
import { type Fate, fatesOf } from "./gather.ts";
import { Growing, type WrittenFile } from "./growing.ts";
import { notesIn, Notes } from "./notes.ts";
import { type ForTarget, lookAt } from "./reach.ts";
import { writeSealed } from "./sealed.ts";

export interface PreflightInput {
  store: StoreAddress;
  dataKey: Uint8Array;
  format: string;
  /** Of a target: everybody whose authenticators go there. */
  selection: Selection;
  /** Some formats can hold more or less by them. What is not given is as usual. */
  settings: Settings;
  /** Whom it is for, so that only what it does not have is asked for; null: nobody is remembered. */
  system: ForTarget | null;
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

/** What a target has otherwise than here. */
export interface Differences {
  added: number;
  changed: number;
  /** How many authenticators should no longer be accepted there. */
  lingering: number;
}

/** What was seen of a target, for `recordJob`. */
export interface Seen extends Differences {
  /** The newest mark (`target-marks.ts`). */
  newest: number;
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

/** Everything that is asked for, and what a target has of it. */
async function asked(db: Db, input: PreflightInput, { write }: WrittenFormat) {
  const { system, selection, settings, now } = input;
  const looked = system && (await lookAt(db, system, selection));
  const changesOf = system?.what === "changes" ? system.id : null;
  const whose = looked ? looked.whose : { selection };
  return { looked, of: { carries: write.carries, whose, settings, changesOf, now } };
}

/** @param note told of each owner, perhaps several times */
async function countLingering(db: Db, reach: Reach, note?: (owner: UserId) => Promise<void>): Promise<number> {
  let count = 0;
  for await (const { user_id } of lingeringOwners(db, reach)) {
    count += 1;
    await note?.(user_id);
  }
  return count;
}

/**
 * What could go into a format; of a target, also what should no longer be accepted there. For a worker.
 *
 * @throws AppError FORMAT_UNKNOWN, SEAL_BROKEN, CANCELLED
 */
export const preflightJob = (
  input: PreflightInput,
  context: JobContext,
): Promise<{ report: Preflight; differences: Differences; lingering: Lingering[] }> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    const { looked, of } = await asked(db, input, format);
    for await (const fate of fatesOf(db, keys, of, context)) {
      if (counting.take(fate)) fate.go.seed.fill(0);
    }
    const { added, changed } = counting;
    const lingering = looked ? await lingeringIn(db, looked.reach, mostLeftOut) : [];
    const count =
      looked && lingering.length === mostLeftOut ? await countLingering(db, looked.reach) : lingering.length;
    return { report: counting.report(format), differences: { added, changed, lingering: count }, lingering };
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

/** What has to be remembered of a target. */
class Remembering {
  readonly #notes: Notes;
  #open = "";

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** Whoever does not fit is told of every time, until that changes. */
  async fate(fate: Fate): Promise<void> {
    if ("go" in fate) await this.#notes.add({ handed: fate.handed });
    else if ("stays" in fate) await this.open(fate.stays.userId);
  }

  readonly open = async (user: UserId): Promise<void> => {
    if (user === this.#open) return;
    this.#open = user;
    await this.#notes.add({ open: user });
  };
}

/** @param remember told of each fate */
async function* going(
  fates: AsyncIterable<Fate>,
  counting: Counting,
  remember?: (fate: Fate) => Promise<void>,
): AsyncGenerator<Outgoing> {
  for await (const fate of fates) {
    await remember?.(fate);
    if (!counting.take(fate)) continue;
    yield fate.go;
    fate.go.seed.fill(0);
  }
}

/**
 * Writes what a format can hold, as the store is at one moment. For a worker.
 *
 * @returns of a system also what was seen, for it to be remembered together with the notes in the workspace
 * @throws AppError FORMAT_UNKNOWN, RECIPIENT_REFUSED, SEAL_BROKEN, DISK_FULL, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export const exportJob = (
  input: ExportInput,
  context: JobContext,
): Promise<{ report: Preflight; files: WrittenFile[]; seen: Seen | null }> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    const { looked, of } = await asked(db, input, format);
    const fates = fatesOf(db, keys, of, context);
    const write = async (entries: AsyncIterable<Outgoing>): Promise<WrittenFile[]> =>
      input.encryptTo.length > 0 ? [await writeEncrypted(format, entries, input)] : writePieces(format, entries, input);
    if (looked === null) {
      const files = await write(going(fates, counting));
      return { report: counting.report(format), files, seen: null };
    }
    const notes = await Notes.create(notesIn(input.workspace));
    try {
      const remembering = new Remembering(notes);
      const files = await write(going(fates, counting, (fate) => remembering.fate(fate)));
      const lingering = await countLingering(db, looked.reach, remembering.open);
      await notes.finish();
      const { added, changed } = counting;
      return { report: counting.report(format), files, seen: { added, changed, lingering, newest: looked.newest } };
    } finally {
      await notes.close();
    }
  });
