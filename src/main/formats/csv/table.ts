import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { parse } from "csv-parse";
import { type Delimiter, type Encoding, maxColumns } from "#shared/contract/exchange.ts";
import { text as textOf } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { notAFile, toRead } from "../../base/read-whole.ts";
import { csvOptions, longestRecord, namedDelimiter, type RowForm, withoutNaming } from "./csv-form.ts";
import { firstRows, sniffDelimiter } from "./delimiter.ts";
import { binary, unreadable } from "./faults.ts";
import { refuseBinary, refuseOtherKinds } from "./file-kind.ts";
import { decoderFor, detectEncoding } from "./text-encoding.ts";

const theTable = { key: "files.theTable" } as const;

const headSize = 256 * 1024;
const chunkSize = 128 * 1024;
/** More people than any organisation has. */
const largestFile = 1024 * 1024 * 1024;
const mostRows = 5_000_000;
/** As many rows as a spreadsheet can have. */
const mostEmptyRows = 1_048_576;
/** How many rows are enough to see what a table's columns are. */
const rowsToLookAt = 1000;

/** How a table is read; whatever is omitted is detected from the file. */
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
  const reason = notAFile(stats, theTable);
  if (reason !== null) throw unreadable(reason);
  if (stats.size > largestFile) throw unreadable(textOf("tables.tooLarge"));
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
 * Opens a file and recognises it. Whoever opened it closes it.
 *
 * @throws AppError TABLE_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export async function openTable(file: string, reading: Reading, signal: AbortSignal): Promise<Table & AsyncDisposable> {
  try {
    await using opened = new AsyncDisposableStack();
    const handle = opened.use(await open(file, toRead));
    const table = await recognise(handle, reading, signal);
    const kept = opened.move();
    return { ...table, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  } catch (thrown) {
    throw toAppError(thrown);
  }
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
    await using table = await openTable(file, reading, signal);
    return await work(table);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

const neverClosed = (row: number, cause?: unknown): Error => unreadable(textOf("tables.neverClosed", { row }), cause);

const tooManyColumns = (): Error => unreadable(textOf("tables.tooManyColumns", { most: maxColumns }));

/**
 * The first rows of a table, enough to see what its columns are.
 *
 * @throws AppError TABLE_UNREADABLE
 */
export function beginningRows({ head, delimiter, whole }: Table): string[][] {
  const rows = firstRows(head, delimiter, whole, rowsToLookAt);
  if (rows.some(({ length }) => length > maxColumns)) throw tooManyColumns();
  // A row that does not end even though the whole beginning is here is inside a quotation mark.
  if (rows.length === 0) throw neverClosed(1);
  return rows;
}

const countOf = (text: string, part: string): number => text.split(part).length - 1;

/** The unfinished row: one that is too long is stopped before it fills the memory. */
class Pending {
  #length = 0;
  /** Of the whole table so far: an odd number means that one is open. */
  #quotes = 0;
  #delimiters = 0;
  readonly #delimiter: string;
  readonly #quoted: boolean;

  constructor(form: Delimiter | RowForm) {
    this.#delimiter = typeof form === "string" ? form : (form.delimiter[0] ?? ",");
    this.#quoted = typeof form === "string" || form.quoted;
  }

  /** @param finished whether a row has ended in the text; then only its last line can be unfinished */
  add(text: string, finished: boolean): void {
    const rest = finished ? text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1) : text;
    if (finished) this.#length = this.#delimiters = 0;
    this.#quotes += countOf(text, '"');
    this.#length += rest.length;
    this.#delimiters += countOf(rest, this.#delimiter);
  }

  /** Why a row has more characters than any is allowed to have. */
  explain(row: number, cause?: unknown): Error {
    const quoted = this.#quoted && this.#quotes % 2 === 1;
    if (!quoted && this.#delimiters > maxColumns) return tooManyColumns();
    return quoted
      ? neverClosed(row, cause)
      : unreadable(textOf("tables.rowTooLong", { row, most: longestRecord }), cause);
  }

  get isTooLong(): boolean {
    return this.#length > longestRecord + 2 * chunkSize;
  }
}

/** Why the parser stopped, in plain words. */
function explain(thrown: Error, row: number, pending: Pending): Error {
  const code = "code" in thrown ? String(thrown.code) : "";
  if (code === "CSV_MAX_RECORD_SIZE") return pending.explain(row, thrown);
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return neverClosed(row, thrown);
  }
  return code.startsWith("CSV_") ? unreadable(textOf("tables.rowUnreadable", { row }), thrown) : thrown;
}

/** Consecutive rows. */
export interface Batch {
  /** Number of the first row, from 1. */
  first: number;
  rows: string[][];
  /** Bytes of the file that were read up to here. */
  bytes: number;
}

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell !== "" && cell.trim() !== "");

class RowParser {
  #rows: string[][] = [];
  #next = 1;
  #fault: Error | null = null;
  #emptyRows = 0;
  readonly #pending: Pending;
  readonly #parser;

  constructor(form: Delimiter | RowForm) {
    this.#pending = new Pending(form);
    this.#parser = parse({
      ...csvOptions(form),
      on_record: (record: string[]) => {
        this.#rows.push(record);
        // Compared with the first record, each record of another length would cost an error object that nobody reads: a
        // million empty lines would take minutes. Counting from 0 makes each record the first.
        Object.assign(this.#parser.info, { records: 0 });
        return null;
      },
    });
    this.#parser.on("error", (thrown) => (this.#fault ??= thrown));
    this.#parser.resume();
  }

  /** The parser is synchronous: what was written is in the batch. */
  async write(text: string): Promise<void> {
    if (text.includes("\0")) throw binary();
    const before = this.#rows.length;
    // Faults are handled in #check.
    await new Promise<void>((written) => this.#parser.write(text, () => written()));
    this.#pending.add(text, this.#rows.length > before);
    this.#check();
    if (this.#pending.isTooLong) throw this.#pending.explain(this.#next + this.#rows.length);
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
    if (fault) throw explain(fault, this.#next + this.#rows.length, this.#pending);
    if (this.#rows.some(({ length }) => length > maxColumns)) throw tooManyColumns();
    if (this.#next + this.#rows.length > mostRows) {
      throw unreadable(textOf("tables.tooManyRows", { most: mostRows }));
    }
    const last = this.#rows.findLastIndex(isFilled);
    this.#emptyRows = last < 0 ? this.#emptyRows + this.#rows.length : this.#rows.length - 1 - last;
    if (this.#emptyRows > mostEmptyRows) {
      throw unreadable(textOf("tables.tooManyEmpty", { most: mostEmptyRows }));
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
 * All rows of a table in batches; the header is an ordinary row. Memory stays constant.
 *
 * @param form where rows are split differently from a spreadsheet's
 * @returns the file's SHA-256 in hex, after the last batch
 * @throws AppError TABLE_UNREADABLE, IO_ERROR, CANCELLED
 */
export async function* readRows(
  table: Table,
  signal: AbortSignal,
  form: Delimiter | RowForm = table.delimiter,
): AsyncGenerator<Batch, string> {
  const decoder = decoderFor(table.encoding);
  const hash = createHash("sha256");
  const parser = new RowParser(form);
  // Enough of the beginning to name the separator comes first, in one piece.
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
