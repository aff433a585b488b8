import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { writeAll } from "../../files/durable.ts";
import type { Prepared } from "./prepare.ts";

type Row<Of> = { [Key in keyof Of]: Key extends "seed" ? string | null : Of[Key] };

/** As it stands in the file: sealed keys in base64. */
type Written = Omit<Prepared, "result" | "device" | "token"> & {
  device: Row<NonNullable<Prepared["device"]>> | null;
  token: Row<NonNullable<Prepared["token"]>> | null;
};

const written = <Of extends { seed: Buffer | null }>(row: Of | null): Row<Of> | null =>
  row && ({ ...row, seed: row.seed?.toString("base64") ?? null } as Row<Of>);

const read = <Of extends { seed: Buffer | null }>(row: Row<Of> | null): Of | null =>
  row && ({ ...row, seed: row["seed"] === null ? null : Buffer.from(row["seed"], "base64") } as Of);

/** What is written of an entry. */
export type Ready = Omit<Prepared, "result">;

/**
 * Entries that are ready to be written, in a file of the workspace, a page on each line: memory does not grow with them.
 * Their keys are sealed.
 */
export class PreparedFile {
  readonly #file: string;
  readonly #handle: FileHandle;
  #count = 0;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** Throws errors of the file system unchanged. */
  static async create(file: string): Promise<PreparedFile> {
    return new PreparedFile(file, await open(file, "wx", 0o600));
  }

  get count(): number {
    return this.#count;
  }

  async add(page: readonly Prepared[]): Promise<void> {
    if (page.length === 0) return;
    this.#count += page.length;
    const rows = page.map(({ user, newOwner, device, token }): Written => {
      return { user, newOwner, device: written(device), token: written(token) };
    });
    await writeAll(this.#handle, Buffer.from(`${JSON.stringify(rows)}\n`));
  }

  /** The pages in their order. */
  async *pages(): AsyncGenerator<Ready[]> {
    const lines = createInterface({ input: createReadStream(this.#file), crlfDelay: Infinity });
    for await (const line of lines) {
      const rows = JSON.parse(line) as Written[];
      yield rows.map(({ user, newOwner, device, token }) => {
        return { user, newOwner, device: read(device), token: read(token) };
      });
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
