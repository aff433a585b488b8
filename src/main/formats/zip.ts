import { type FileEntry, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "./faults.ts";
import { mostAtOnce, type Source } from "./source.ts";

/** More than any export has; what is read is found by its name, and the others are only passed over. */
const mostEntries = 100_000;

const tooLarge = (): AppError => damaged(text("formats.tooLarge", { most: Math.floor(mostAtOnce / 1024 / 1024) }));

/** Whether a file begins as an archive whose first entry is called so. The archive's own list is at its end. */
export function beginsWithEntry({ head }: Source, named: RegExp): boolean {
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return false;
  return named.test(head.subarray(30, 30 + head.readUInt16LE(26)).toString("utf8"));
}

/** What an entry says of its size is not believed: it is counted. */
async function unpack(entry: FileEntry): Promise<Buffer> {
  if (entry.uncompressedSize > mostAtOnce) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const counted = new WritableStream<Uint8Array>({
    write(piece) {
      size += piece.length;
      if (size > mostAtOnce) throw tooLarge();
      pieces.push(piece);
    },
  });
  await entry.getData(counted, { checkSignature: true, useWebWorkers: false });
  return Buffer.concat(pieces);
}

/**
 * One entry of an archive that is not encrypted. Names are compared, never followed.
 *
 * @returns null where there is none of this name
 * @throws AppError FORMAT_UNREADABLE
 */
export async function readZipEntry(source: Source, named: RegExp): Promise<Buffer | null> {
  const reader = new ZipReader(new Uint8ArrayReader(await source.bytes()));
  try {
    let seen = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      seen += 1;
      if (seen > mostEntries) throw broken();
      if (!entry.directory && named.test(entry.filename)) return await unpack(entry);
    }
    return null;
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : broken(thrown);
  } finally {
    await reader.close();
  }
}
