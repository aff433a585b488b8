import { crc32, inflateRawSync } from "node:zlib";
import {
  type Entry as ZipEntry,
  ERR_INVALID_PASSWORD,
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from "@zip.js/zip.js";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { broken, damaged, passphraseRequired, passphraseWrong, passphraseWrongOrDamaged } from "./faults.ts";
import { mostAtOnce, type Source } from "./source.ts";

/*
 * Archives whose entries may be encrypted, in the old way (APPNOTE.TXT 6.1, "ZipCrypto") and with AES (WinZip's AE-1 and
 * AE-2). The library decrypts; what comes out is unpacked here, where its size is bounded while it grows.
 */

/** A password manager's export has one for each attachment. */
const mostEntries = 100_000;

const stored = 0;
const deflated = 8;

/** AE-2 does not write it: its own seal stands for it. */
const noCrc = 0;

interface Opening {
  readonly passphrase: string | null;
  /** Whose password is asked for. */
  readonly whose: Text;
}

const tooLarge = (): AppError => damaged(text("formats.tooLarge", { most: Math.floor(mostAtOnce / 1024 / 1024) }));

/** A password that passes the one byte by which the old way checks it may still be wrong. */
const unreadable = ({ encrypted }: FileEntry, whose: Text): AppError =>
  encrypted ? passphraseWrongOrDamaged(whose) : broken();

/** What is stored of an entry, in the clear and still packed. @throws AppError */
async function decrypted(entry: FileEntry, { passphrase, whose }: Opening): Promise<Uint8Array> {
  if (entry.encrypted && passphrase === null) throw passphraseRequired(whose);
  try {
    const options = { passThrough: "compressed", password: passphrase ?? "", useWebWorkers: false } as const;
    return await entry.getData(new Uint8ArrayWriter(), options);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message === ERR_INVALID_PASSWORD) throw passphraseWrong(whose);
    throw unreadable(entry, whose);
  }
}

function unpacked(packed: Uint8Array, { compressionMethod: method }: FileEntry, most: number): Buffer | null {
  if (method === stored) return packed.length > most ? null : Buffer.from(packed);
  if (method !== deflated) return null;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch {
    return null;
  }
}

/** What an entry says of its size is believed only where it says too much. */
async function contentOf(entry: FileEntry, opening: Opening, most: number): Promise<Buffer> {
  if (entry.uncompressedSize > most) throw tooLarge();
  const content = unpacked(await decrypted(entry, opening), entry, Math.min(most, entry.uncompressedSize));
  const sound = content !== null && content.length === entry.uncompressedSize;
  const crc = entry.crc32 ?? noCrc;
  if (!sound || (crc !== noCrc && crc32(content) !== crc)) throw unreadable(entry, opening.whose);
  return content;
}

const isFile = (entry: ZipEntry): entry is FileEntry => !entry.directory;

/**
 * The entries of an archive whose names fit; names are compared and never followed.
 *
 * @throws AppError FORMAT_UNREADABLE, FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG
 */
export async function readArchive(source: Pick<Source, "bytes">, named: RegExp, opening: Opening): Promise<Buffer[]> {
  const reader = new ZipReader(new Uint8ArrayReader(await source.bytes()));
  try {
    const entries = await reader.getEntries();
    if (entries.length > mostEntries) throw broken();
    const contents: Buffer[] = [];
    let left = mostAtOnce;
    for (const entry of entries.filter(isFile).filter(({ filename }) => named.test(filename))) {
      const content = await contentOf(entry, opening, left);
      left -= content.length;
      contents.push(content);
    }
    return contents;
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : broken(thrown);
  } finally {
    await reader.close();
  }
}
