import { createHash, type Hash } from "node:crypto";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Selection } from "#shared/contract/directory.ts";
import { type ExportSums, type LeftOut, mostLeftOut, type Preflight } from "#shared/contract/targets.ts";
import { syncFolder, writeAll } from "../files/durable.ts";
import type { Outgoing, Settings } from "../formats/format.ts";
import { writtenFormat, type WrittenFormat } from "../formats/registry.ts";
import type { JobContext } from "../jobs/job.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import { viewAt } from "../store/open.ts";
import type { Db, StoreAddress } from "../store/store.ts";
import { fatesOf } from "./gather.ts";

export interface PreflightInput {
  store: StoreAddress;
  dataKey: Uint8Array;
  format: string;
  selection: Selection;
  /** Some formats can hold more or less by them. What is not given is as usual. */
  settings: Settings;
  /** UTC milliseconds. */
  now: number;
}

export interface ExportInput extends PreflightInput {
  /** A file or folder that does not exist yet. */
  target: string;
}

export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

class Counting {
  readonly leftOut: LeftOut[] = [];
  readonly sums: ExportSums = { people: 0, authenticators: 0, go: 0, leftOut: 0 };
  #last = "";

  #person(username: string): void {
    this.sums.authenticators += 1;
    if (username === this.#last) return;
    this.#last = username;
    this.sums.people += 1;
  }

  goes({ username }: Pick<Outgoing, "username">): void {
    this.#person(username);
    this.sums.go += 1;
  }

  stays(one: LeftOut): void {
    this.#person(one.username);
    this.sums.leftOut += 1;
    if (this.leftOut.length < mostLeftOut) this.leftOut.push(one);
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
export const preflightJob = (input: PreflightInput, context: JobContext): Promise<Preflight> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    const asked = { ...input, carries: format.write.carries };
    for await (const fate of fatesOf(db, keys, asked, context)) {
      if ("stays" in fate) counting.stays(fate.stays);
      else {
        counting.goes(fate.go);
        fate.go.seed.fill(0);
      }
    }
    return counting.report(format);
  });

/** A new file, summed up while it is written. */
class Growing {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(name: string, handle: FileHandle) {
    this.name = name;
    this.#handle = handle;
  }

  static async create(name: string, path: string): Promise<Growing> {
    return new Growing(name, await open(path, "wx", 0o600));
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data as Uint8Array);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= 256 * 1024) await this.#flush();
  }

  async #flush(): Promise<void> {
    const block = Buffer.concat(this.#waiting);
    for (const piece of this.#waiting) piece.fill(0);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hash.update(block);
    this.#bytes += block.length;
    await writeAll(this.#handle, block);
    block.fill(0);
  }

  async finish(): Promise<WrittenFile> {
    await this.#flush();
    await this.#handle.sync();
    await this.close();
    return { name: this.name, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
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
 * @throws AppError FORMAT_UNKNOWN, SEAL_BROKEN, DISK_FULL, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export const exportJob = (
  input: ExportInput,
  context: JobContext,
): Promise<{ report: Preflight; files: WrittenFile[] }> =>
  withView(input, async (db, keys) => {
    const format = writtenFormat(input.format);
    const counting = new Counting();
    async function* going(): AsyncGenerator<Outgoing> {
      for await (const fate of fatesOf(db, keys, { ...input, carries: format.write.carries }, context)) {
        if ("stays" in fate) counting.stays(fate.stays);
        else {
          counting.goes(fate.go);
          yield fate.go;
          fate.go.seed.fill(0);
        }
      }
    }
    const files = await writePieces(format, going(), input);
    return { report: counting.report(format), files };
  });
