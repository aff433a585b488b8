import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { UserId } from "#shared/model/ids.ts";
import { writeAll } from "../files/durable.ts";
import type { Handed } from "../store/factors/targets.ts";

/** What a hand-over has to remember: an authenticator that went, or somebody who has to be looked at the next time, too. */
export type Note = { handed: Handed } | { open: UserId };

/** The file of the notes in a workspace. */
export const notesIn = (workspace: string): string => join(workspace, "handed");

/** Characters that wait before they are written. */
const blockSize = 256 * 1024;

/** A new file of notes, one a line, so that memory does not grow with what is handed over. No keys are in it. */
export class Notes {
  readonly #handle: FileHandle;
  #waiting: string[] = [];
  #size = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(file: string): Promise<Notes> {
    return new Notes(await open(file, "wx", 0o600));
  }

  async add(note: Note): Promise<void> {
    const line = `${JSON.stringify(note)}\n`;
    this.#waiting.push(line);
    this.#size += line.length;
    if (this.#size >= blockSize) await this.#flush();
  }

  async #flush(): Promise<void> {
    const block = this.#waiting.join("");
    this.#waiting = [];
    this.#size = 0;
    await writeAll(this.#handle, Buffer.from(block));
  }

  async finish(): Promise<void> {
    await this.#flush();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

export async function* readNotes(file: string): AsyncGenerator<Note> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line) as Note;
}
