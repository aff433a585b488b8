import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { parse } from "csv-parse";
import { type Delimiter, type Encoding, maxColumns } from "#shared/contract/exchange.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { csvOptions, namedDelimiter, withoutNaming } from "./csv-form.ts";
import { sniffDelimiter } from "./delimiter.ts";
import { binary, unreadable } from "./faults.ts";
import { refuseBinary, refuseOtherKinds } from "./file-kind.ts";
import { decoderFor, detectEncoding } from "./text-encoding.ts";

const headSize = 256 * 1024;
const chunkSize = 128 * 1024;

/** How a table is read; what is left out is found out from the file. */
export interface Reading {
  encoding?: Encoding | undefined;
  delimiter?: Delimiter | undefined;
}

/** A text file that was recognised as a table and can be read from its beginning. */
export interface Table {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly sizeBytes: number;
  /** The beginning of the text. */
  readonly head: string;
  /** Whether `head` is all of it. */
  readonly whole: boolean;
  readonly handle: FileHandle;
}

async function readHead(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(headSize);
  let length = 0;
  while (length < headSize) {
    const { bytesRead } = await handle.read(buffer, length, headSize - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function recognise(handle: FileHandle, reading: Reading, signal: AbortSignal): Promise<Table> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw unreadable("This is not a file. Choose a CSV file.");
  const bytes = await readHead(handle);
  refuseOtherKinds(bytes);
  const encoding = reading.encoding ?? (await detectEncoding(handle, bytes, signal));
  const decoder = decoderFor(encoding);
  const whole = bytes.length === stats.size;
  const text = decoder.write(bytes) + (whole ? decoder.end() : "");
  refuseBinary(text);
  const head = withoutNaming(text);
  const delimiter = reading.delimiter ?? namedDelimiter(text) ?? sniffDelimiter(head, whole);
  return { encoding, delimiter, sizeBytes: stats.size, head, whole, handle };
}

/**
 * Opens a file, recognises it and works with it.
 *
 * @throws AppError TABLE_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export async function withTable<T>(
  file: string,
  reading: Reading,
  signal: AbortSignal,
  work: (table: Table) => Promise<T>,
): Promise<T> {
  try {
    const handle = await open(file, "r");
    try {
      return await work(await recognise(handle, reading, signal));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** Why the parser stopped, in plain words. */
function explain(thrown: Error, row: number): Error {
  const code = "code" in thrown ? String(thrown.code) : "";
  if (code === "CSV_MAX_RECORD_SIZE" || code === "CSV_QUOTE_NOT_CLOSED") {
    return unreadable(
      `A quotation mark is opened in row ${row} or soon after it and never closed. Correct the file, or choose another delimiter.`,
      thrown,
    );
  }
  return code.startsWith("CSV_")
    ? unreadable(`Row ${row} cannot be read as a row of a table. Save the table as CSV and try again.`, thrown)
    : thrown;
}

/** Rows that follow each other. */
export interface Batch {
  /** Number of the first row, from 1. */
  first: number;
  rows: string[][];
  /** Bytes of the file that were read up to here. */
  bytes: number;
}

class RowParser {
  #rows: string[][] = [];
  #next = 1;
  #fault: Error | null = null;
  readonly #parser;

  constructor(delimiter: Delimiter) {
    this.#parser = parse({
      ...csvOptions(delimiter),
      on_record: (record: string[]) => {
        this.#rows.push(record);
        return null;
      },
    });
    this.#parser.on("error", (thrown) => (this.#fault ??= thrown));
    this.#parser.resume();
  }

  /** The parser works at once: what was written is in the batch. */
  async write(text: string): Promise<void> {
    if (text.includes("\0")) throw binary();
    await new Promise<void>((written) => this.#parser.write(text, () => written()));
    this.#check();
  }

  async end(): Promise<void> {
    await new Promise<void>((ended) => {
      this.#parser.once("close", ended);
      this.#parser.end();
    });
    this.#check();
  }

  #check(): void {
    const fault = this.#parser.errored ?? this.#fault;
    if (fault) throw explain(fault, this.#next + this.#rows.length);
    if (this.#rows.some(({ length }) => length > maxColumns)) {
      throw unreadable(
        `This table has more than ${maxColumns.toLocaleString("en")} columns. Choose another delimiter, or leave columns out.`,
      );
    }
  }

  take(bytes: number): Batch {
    const batch = { first: this.#next, rows: this.#rows, bytes };
    this.#next += this.#rows.length;
    this.#rows = [];
    return batch;
  }
}

/**
 * All rows of a table in batches; the header is a row like others. Memory stays flat.
 *
 * @returns the file's SHA-256 in hex, after the last batch
 * @throws AppError TABLE_UNREADABLE, IO_ERROR, CANCELLED
 */
export async function* readRows(table: Table, signal: AbortSignal): AsyncGenerator<Batch, string> {
  const decoder = decoderFor(table.encoding);
  const hash = createHash("sha256");
  const parser = new RowParser(table.delimiter);
  // As much of the beginning as names the delimiter comes first as a whole.
  let beginning: string | null = "";
  let bytes = 0;
  const buffer = Buffer.allocUnsafe(chunkSize);
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await table.handle.read(buffer, 0, chunkSize, bytes);
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    bytes += bytesRead;
    let text = bytesRead === 0 ? decoder.end() : decoder.write(chunk);
    if (beginning !== null) {
      text = beginning + text;
      beginning = text.length < 8 && bytesRead > 0 ? text : null;
      text = beginning === null ? withoutNaming(text) : "";
    }
    await parser.write(text);
    if (bytesRead === 0) break;
    yield parser.take(bytes);
  }
  await parser.end();
  yield parser.take(bytes);
  return hash.digest("hex");
}
