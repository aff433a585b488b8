import { Decrypter, Encrypter } from "age-encryption";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../../base/errors/to-app-error.ts";
import { identitiesOf, isNoMatch, type Opening, type Protection, requireRecipient } from "../age.ts";
import { damaged, unreadable } from "../faults.ts";
import { passphraseIdentity, passphraseRecipient } from "./scrypt.ts";

/** Bytes. Room for some two thousand X25519 recipients; a longer header is not ours. */
export const headerLimit = 256 * 1024;

/** What the library writes after the header for an empty file: the nonce, and one empty chunk's tag. */
const emptyPayload = 16 + 16;

const magic = "age-encryption.org/v1\n";

export interface SealedHeader {
  header: Buffer;
  /** 16 bytes, for the receiver to wipe. */
  fileKey: Buffer;
}

function addAll(encrypter: Encrypter, protection: Protection): void {
  if ("passphrase" in protection) {
    encrypter.addRecipient(passphraseRecipient(protection.passphrase, protection.workFactor));
    return;
  }
  // A header without a recipient is well formed, and nobody could ever open the file.
  if (protection.recipients.length === 0)
    throw new AppError("RECIPIENT_REFUSED", { text: text("backups.noRecipientGiven") });
  for (const recipient of new Set(protection.recipients.map(requireRecipient))) encrypter.addRecipient(recipient);
}

/**
 * The header of a new file, made by age-encryption, and the key of its payload, which is not: the library encrypts
 * nothing, and its nonce and empty chunk are cut off.
 *
 * @throws AppError RECIPIENT_REFUSED, OUT_OF_MEMORY
 */
export async function sealHeader(protection: Protection): Promise<SealedHeader> {
  const encrypter = new Encrypter();
  const fileKey = Buffer.alloc(16);
  // A recipient that adds no stanza: it only learns the key that the others wrap.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey.set(key);
      return [];
    },
  });
  addAll(encrypter, protection);
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array()));
  const header = empty.subarray(0, empty.length - emptyPayload);
  if (header.length > headerLimit) throw new AppError("RECIPIENT_REFUSED", { text: text("backups.tooManyRecipients") });
  return { header, fileKey };
}

/** A file for the other kind of secret gets a separate answer. @throws AppError BACKUP_UNREADABLE, BACKUP_DAMAGED */
function checkKind(head: string, opening: Opening): void {
  if (!head.startsWith(magic)) throw unreadable("age");
  const kinds = Array.from(head.matchAll(/^-> (\S+) /gmu), ([, kind]) => kind);
  if (kinds.length === 0) throw damaged("header");
  const forPassphrase = kinds.includes("scrypt");
  if (forPassphrase && "identity" in opening) {
    throw unreadable("passphrase", text("backups.needsPassphrase"));
  }
  if (!forPassphrase && "passphrase" in opening) {
    throw unreadable("recipient", text("backups.needsKey"));
  }
}

const wrongSecret = (opening: Opening, cause: unknown): AppError =>
  "passphrase" in opening
    ? new AppError("BACKUP_PASSPHRASE_WRONG", {
        text: text("backups.passphraseOrHeader"),
        cause,
      })
    : new AppError("BACKUP_IDENTITY_WRONG", {
        text: text("backups.keyOrHeader"),
        cause,
      });

function toBackupError(thrown: unknown, opening: Opening): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isNoMatch(thrown)) return wrongSecret(opening, thrown);
  const known = toAppError(thrown);
  return known.code === "OUT_OF_MEMORY" ? known : damaged("header", thrown);
}

/**
 * Opens the header at the start of a file; its authentication code is checked.
 *
 * @param start the first `headerLimit` bytes of the file, or all of it
 * @returns the header's length in bytes, and the file key: 16 bytes, for the receiver to wipe
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_IDENTITY_WRONG, BACKUP_DAMAGED, OUT_OF_MEMORY
 */
export async function openHeader(start: Buffer, opening: Opening): Promise<{ length: number; fileKey: Uint8Array }> {
  // No line of a stanza begins with three hyphens.
  const macLine = start.indexOf("\n---");
  const lineEnd = macLine === -1 ? -1 : start.indexOf("\n", macLine + 1);
  checkKind(start.toString("latin1", 0, lineEnd === -1 ? start.length : lineEnd), opening);
  if (lineEnd === -1) throw damaged("header");
  const decrypter = new Decrypter();
  if ("passphrase" in opening) decrypter.addIdentity(passphraseIdentity(opening.passphrase));
  else for (const identity of identitiesOf(opening.identity)) decrypter.addIdentity(identity);
  try {
    const fileKey = await decrypter.decryptHeader(start.subarray(0, lineEnd + 1));
    if (fileKey.length !== 16) throw new Error("length of the file key");
    return { length: lineEnd + 1, fileKey };
  } catch (thrown) {
    throw toBackupError(thrown, opening);
  }
}
