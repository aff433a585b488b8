import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Decrypter, Encrypter } from "age-encryption";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { damaged, unreadable } from "./faults.ts";

/** Not to wait for a writer where the name is that of a pipe. Windows has no such flag. */
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const readSize = 256 * 1024;

/** Longer than the header of a file for one passphrase can be (age-encryption.org/v1: about 170 bytes). */
const headerLimit = 1024;

const magic = "age-encryption.org/v1\n";
const passphraseHeader =
  /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} (?<workFactor>[1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/u;

/**
 * Base-2 logarithm of the highest scrypt cost that is accepted: 2^20 takes 1 GiB and some seconds.
 * The `age` command writes 18. Without a limit, a file from elsewhere could take all the memory.
 */
const maxWorkFactor = 20;

/** Words of age-encryption for a file key that the passphrase does not unwrap. */
const noMatch = "no identity matched any of the file's recipients";

/** Encrypts with a passphrase at age's usual cost (scrypt 2^18: about 1.5 s and 360 MB at the start). */
export function encryptWithPassphrase(
  plain: ReadableStream<Uint8Array>,
  passphrase: string,
): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(plain);
}

/** @throws AppError BACKUP_UNREADABLE, BACKUP_DAMAGED */
async function checkHeader(handle: FileHandle): Promise<void> {
  const start = Buffer.alloc(headerLimit);
  const { bytesRead } = await handle.read(start, 0, headerLimit, 0);
  const text = start.toString("latin1", 0, bytesRead);
  if (!text.startsWith(magic)) throw unreadable("age");
  if (!text.startsWith("-> scrypt ", magic.length)) {
    if (!/^-> \S+ /u.test(text.slice(magic.length))) throw damaged("header");
    throw unreadable(
      "recipient",
      "This file is encrypted for a key, not with a passphrase. It is not a backup of a console.",
    );
  }
  const header = passphraseHeader.exec(text);
  if (!header) throw damaged("header");
  if (Number(header.groups?.["workFactor"]) > maxWorkFactor) {
    throw unreadable("work factor", "Opening this file would take more memory than this console allows.");
  }
}

/**
 * Decrypts a file, piece by piece. What comes out is authentic but not known to be complete until
 * the end: the caller puts it aside and uses it only after the last piece.
 *
 * @param onBytes called with the number of bytes read so far
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED
 */
export async function* decryptFile(
  file: string,
  passphrase: string,
  options: { signal: AbortSignal; onBytes: (done: number, total: number) => void },
): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(file, readOnly);
  /** What went wrong on this side of the decryption, which the streams would pass off as its own. */
  let sourceFault: unknown;
  async function* ciphertext(total: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let done = 0; ;) {
        options.signal.throwIfAborted();
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(readSize), 0, readSize, done);
        if (bytesRead === 0) return;
        done += bytesRead;
        options.onBytes(done, total);
        yield buffer.subarray(0, bytesRead);
      }
    } catch (thrown) {
      sourceFault = thrown;
      throw thrown;
    }
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw unreadable("file");
    await checkHeader(handle);
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    yield* await decrypter.decrypt(ReadableStream.from(ciphertext(stat.size)));
  } catch (thrown) {
    throw sourceFault === undefined ? toBackupError(thrown) : toAppError(sourceFault);
  } finally {
    await handle.close();
  }
}

function toBackupError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.message === noMatch) {
    return new AppError("BACKUP_PASSPHRASE_WRONG", {
      message:
        "The passphrase does not open this backup. If it is certainly right, the first lines of the file are damaged.",
      cause: thrown,
    });
  }
  const known = toAppError(thrown);
  return known.code === "OUT_OF_MEMORY" ? known : damaged("encryption", thrown);
}
