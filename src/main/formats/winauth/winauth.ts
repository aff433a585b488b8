import { constants, inflateRawSync } from "node:zlib";
import { text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { beginsWithKeyUri, beginsWithMigration, linesOf, readUris } from "../otpauth-migration/read-uris.ts";
import { textOf, type Source } from "../source.ts";
import { firstEntry, type LocalHeader } from "../zip-header.ts";

/*
 * The export of WinAuth (ExportAuthenticators in WinAuthHelper.cs): an archive with one text of `otpauth://` addresses, in the
 * clear or encrypted in the old way. Authenticator Plus writes the same.
 */

const whose = text("formats.whoseArchive");
/** Not what macOS packs beside each file. */
const texts = /^(?!__MACOSX\/).*\.txt$/iu;

/** Of what is packed, as much as a first address needs. */
const peeked = 4096;

/** @returns null where it is not text */
function beginningOf({ method, packed }: LocalHeader): string | null {
  const begin = packed.subarray(0, peeked);
  if (method === 0) return textOf(begin, true);
  try {
    return textOf(inflateRawSync(begin, { finishFlush: constants.Z_SYNC_FLUSH }), true);
  } catch {
    return null;
  }
}

function detect({ head }: Source): boolean {
  const first = firstEntry(head);
  if (first === null || !texts.test(first.name)) return false;
  if (first.encrypted) return true;
  const begin = beginningOf(first);
  return begin !== null && (beginsWithKeyUri(begin) || beginsWithMigration(begin));
}

async function* read(source: Source, { passphrase }: Opening): AsyncGenerator<Candidate> {
  const { readArchive } = await import("../encrypted-zip.ts");
  const contents = await readArchive(source, texts, { passphrase, whose });
  const written = contents.map((content) => textOf(content));
  if (contents.length === 0 || written.includes(null)) throw damaged(text("formats.archiveNoText"));
  yield* readUris(written.flatMap((one) => linesOf(one ?? "")));
}

/** An archive with a text of `otpauth://` addresses, as WinAuth exports it. Its plain text is that of `otpauth`. */
export const winauth: Format = {
  id: "winauth",
  title: "WinAuth",
  read: { detect, read },
  write: null,
};
