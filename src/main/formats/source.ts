import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { toAppError } from "../base/errors/to-app-error.ts";
import { notAFile, toRead } from "../base/read-whole.ts";
import { damaged } from "./faults.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** How much of a file its format is found out from. */
const headSize = 256 * 1024;
const chunkSize = 128 * 1024;

/** A file of another program, which was opened and can be read from its beginning. */
export interface Source {
  /** Its path, for what opens files by itself. */
  readonly file: string;
  readonly size: number;
  /** The beginning: 256 KiB, or all of it. */
  readonly head: Buffer;
  /** The beginning as text; null if it is not text. Without a byte order mark. */
  readonly headText: string | null;
  /** Whether `head` is all of it. */
  readonly whole: boolean;
  /**
   * All bytes of a file that is read at once.
   *
   * @throws AppError FORMAT_UNREADABLE if there are more than `most`
   */
  bytes(most?: number): Promise<Buffer>;
  /** All of the text of a file that is read at once. @throws AppError FORMAT_UNREADABLE if it is not text, or too long */
  text(most?: number): Promise<string>;
  /** The bytes in pieces, each valid until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /** SHA-256 of the file in hex. */
  digest(): Promise<string>;
}

/** Of a file that is read at once: far more than any export of an app has. */
export const mostAtOnce = 64 * 1024 * 1024;

/** UTF-16 by its byte order mark (Unicode 23.8), else UTF-8. @param head the beginning of a file */
export function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** Without its byte order mark; null for what is no text. @param cut the end may be half a character */
export function textOf(bytes: Uint8Array, cut = false): string | null {
  try {
    const decoded = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes, { stream: cut });
    return decoded.includes("\0") ? null : decoded;
  } catch {
    return null;
  }
}

/** @throws AppError FORMAT_UNREADABLE for what is no text */
export function requireText(bytes: Uint8Array): string {
  const decoded = textOf(bytes);
  if (decoded === null) throw damaged(text("formats.notText"));
  return decoded;
}

class FileSource implements Source, AsyncDisposable {
  readonly file: string;
  readonly size: number;
  readonly head: Buffer;
  readonly headText: string | null;
  readonly whole: boolean;
  readonly #handle: FileHandle;

  constructor(file: string, handle: FileHandle, size: number, head: Buffer) {
    this.file = file;
    this.#handle = handle;
    this.size = size;
    this.head = head;
    this.whole = head.length === size;
    this.headText = textOf(head, !this.whole);
  }

  async bytes(most: number = mostAtOnce): Promise<Buffer> {
    if (this.size > most) throw damaged(text("formats.tooLarge", { most: Math.floor(most / 1024 / 1024) }));
    if (this.whole) return this.head;
    const pieces: Uint8Array[] = [];
    for await (const piece of this.chunks()) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
  }

  async text(most?: number): Promise<string> {
    return requireText(await this.bytes(most));
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (let at = 0; ;) {
      const { bytesRead } = await this.#handle.read(buffer, 0, chunkSize, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async digest(): Promise<string> {
    const hash = createHash("sha256");
    for await (const piece of this.chunks()) hash.update(piece);
    return hash.digest("hex");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }
}

async function readHead(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(headSize);
  let length = 0;
  for (let read = -1; read !== 0 && length < headSize; length += read) {
    ({ bytesRead: read } = await handle.read(buffer, length, headSize - length, length));
  }
  // Of a small file only what it has: many may be open one after the other.
  return length === headSize ? buffer : Buffer.from(buffer.subarray(0, length));
}

async function openSource(file: string): Promise<FileSource> {
  const handle = await open(file, toRead);
  try {
    const found = await handle.stat();
    const reason = notAFile(found, text("files.theFile"));
    if (reason !== null) throw damaged(reason);
    const head = await readHead(handle);
    if (head.length === 0) throw damaged(text("formats.empty"));
    return new FileSource(file, handle, found.size, head);
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/**
 * Opens a file that somebody chose, and works with it.
 *
 * @throws AppError FORMAT_UNREADABLE where it is no file or empty; FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function withSource<T>(file: string, work: (source: Source) => Promise<T>): Promise<T> {
  try {
    await using source = await openSource(file);
    return await work(source);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/**
 * Several files one after the other; each is open until the next one is asked for.
 *
 * @param onFault told of a file that is none or empty, and passed over
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function* sourcesOf(
  files: readonly string[],
  onFault: (file: string, why: Text) => void = () => undefined,
): AsyncGenerator<Source> {
  for (const file of files) {
    await using source = await openSource(file).catch((thrown: unknown) => {
      const error = toAppError(thrown);
      if (error.code !== "FORMAT_UNREADABLE") throw error;
      onFault(file, error.text);
      return null;
    });
    if (source) yield source;
  }
}
