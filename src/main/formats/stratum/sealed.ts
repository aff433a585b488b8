import { createDecipheriv } from "node:crypto";
import { text } from "#shared/texts/text.ts";
import { deriveArgon2, derivePbkdf2 } from "../derive.ts";
import { broken, passphraseRequired, passphraseWrongOrDamaged } from "../faults.ts";
import type { Opening } from "../format.ts";
import { openGcm } from "../gcm.ts";
import { parseJson } from "../json.ts";

/*
 * StrongBackupEncryption.cs and LegacyBackupEncryption.cs: a mark, a salt, a nonce, and what is sealed. All else is fixed.
 */

const markLength = 16;
const strong = { mark: "AUTHENTICATORPRO", salt: 16, nonce: 12 } as const;
const legacy = { mark: "AuthenticatorPro", salt: 20, nonce: 16 } as const;

const whose = text("formats.whoseStratum");

const markOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, markLength)).toString("latin1");

export const isSealed = (head: Uint8Array): boolean => [strong.mark, legacy.mark].some((mark) => mark === markOf(head));

/** Argon2id with 64 MiB, 3 passes and 4 lanes; AES-256-GCM. */
async function openStrong(password: string, salt: Buffer, nonce: Buffer, sealed: Buffer, opening: Opening) {
  const asked = { salt, memory: 65_536, passes: 3, lanes: 4, length: 32, variant: "id" } as const;
  const key = await deriveArgon2(password, asked, opening);
  const content = openGcm(key, nonce, sealed);
  key.fill(0);
  return content;
}

/** PBKDF2 with SHA-1; AES-256-CBC. */
async function openLegacy(password: string, salt: Buffer, nonce: Buffer, sealed: Buffer, opening: Opening) {
  const key = await derivePbkdf2(password, { salt, iterations: 64_000, length: 32, hash: "sha1" }, opening);
  try {
    const decipher = createDecipheriv("aes-256-cbc", key, nonce);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}

/** CBC has no seal: a wrong password may leave anything. */
function parsed(content: Buffer): unknown {
  try {
    return parseJson(content.toString("utf8"));
  } catch {
    throw passphraseWrongOrDamaged(whose);
  }
}

/** @param bytes of a file that `isSealed` @returns the JSON in it @throws AppError */
export async function unsealed(bytes: Buffer, opening: Opening): Promise<unknown> {
  const form = markOf(bytes) === strong.mark ? strong : legacy;
  const nonceAt = markLength + form.salt;
  const sealedAt = nonceAt + form.nonce;
  if (bytes.length <= sealedAt) throw broken();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const open = form === strong ? openStrong : openLegacy;
  const salt = bytes.subarray(markLength, nonceAt);
  const content = await open(
    opening.passphrase,
    salt,
    bytes.subarray(nonceAt, sealedAt),
    bytes.subarray(sealedAt),
    opening,
  );
  if (content === null) throw passphraseWrongOrDamaged(whose);
  return parsed(content);
}
