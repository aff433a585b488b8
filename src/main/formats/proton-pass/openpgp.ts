import { createHash, timingSafeEqual } from "node:crypto";
import { inflateRawSync, inflateSync } from "node:zlib";
import { text } from "#shared/texts/text.ts";
import { broken, damaged, passphraseWrong } from "../faults.ts";
import { mostAtOnce } from "../source.ts";
import { decryptCfb, sessionKeyOf } from "./openpgp-keys.ts";
import { packetsOf, type Packet } from "./openpgp-packets.ts";

/*
 * A message of OpenPGP that a password alone opens (RFC 9580; what OpenPGP.js and GnuPG make without being told more: one or
 * several session keys by password, AES in CFB with a digest of the content inside, and maybe packed).
 */

const tags = { passwordKey: 3, packed: 8, literal: 11, sealed: 18 } as const;

/** Each costs a derivation. */
const mostKeys = 4;
const blockLength = 16;
const digestLength = 20;

/** The header of the packet that holds the digest, which is a part of what is digested. */
const digestHeader = Buffer.from([0xd3, 0x14]);

const armour = /^\s*-----BEGIN PGP MESSAGE-----[^\n]*\n([\s\S]*?)-----END PGP MESSAGE-----/u;

export const isOpenPgp = (written: string): boolean => /^\s*-----BEGIN PGP MESSAGE-----/u.test(written);

/** The bytes of a message in ASCII (RFC 9580 6.2); its checksum says nothing that the digest inside does not say better. */
function withoutArmour(written: string): Buffer {
  const body = armour.exec(written)?.[1];
  if (body === undefined) throw broken();
  const lines = body.split(/\r?\n/u).map((line) => line.trim());
  const begin = lines.indexOf("") + 1;
  const base64 = lines.slice(begin).filter((line) => !line.startsWith("="));
  return Buffer.from(base64.join(""), "base64");
}

/** @returns null where the key is another one @throws AppError FORMAT_UNREADABLE where it was changed */
function unsealed({ body }: Packet, key: Buffer): Buffer | null {
  if (body[0] !== 1) throw damaged(text("formats.pgp"));
  if (body.length < 1 + blockLength + 2 + digestHeader.length + digestLength) throw broken();
  const plain = decryptCfb(key, body.subarray(1));
  if (!plain.subarray(blockLength - 2, blockLength).equals(plain.subarray(blockLength, blockLength + 2))) return null;
  const digested = plain.subarray(0, -digestLength);
  const digest = createHash("sha1").update(digested).digest();
  const header = digested.subarray(-digestHeader.length);
  if (!header.equals(digestHeader) || !timingSafeEqual(digest, plain.subarray(-digestLength))) throw broken();
  return digested.subarray(blockLength + 2, -digestHeader.length);
}

function unpacked({ body }: Packet): Buffer {
  const options = { maxOutputLength: mostAtOnce };
  try {
    if (body[0] === 0) return body.subarray(1);
    if (body[0] === 1) return inflateRawSync(body.subarray(1), options);
    if (body[0] === 2) return inflateSync(body.subarray(1), options);
  } catch (thrown) {
    throw broken(thrown);
  }
  throw damaged(text("formats.pgp"));
}

/** What the message says: of its form, its file's name and its day, nothing is needed. */
function literalOf(message: Buffer, maybePacked: boolean): Buffer {
  for (const packet of packetsOf(message)) {
    if (packet.tag === tags.packed && maybePacked) return literalOf(unpacked(packet), false);
    if (packet.tag !== tags.literal) continue;
    return packet.body.subarray(2 + (packet.body[1] ?? 0) + 4);
  }
  throw broken();
}

/**
 * @param written in ASCII
 * @throws AppError FORMAT_UNREADABLE, also for what is sealed in another way; FORMAT_PASSPHRASE_WRONG
 */
export function openOpenPgp(written: string, passphrase: string): Buffer {
  const packets = packetsOf(withoutArmour(written));
  const sealed = packets.find(({ tag }) => tag === tags.sealed);
  const keys = packets.filter(({ tag }) => tag === tags.passwordKey);
  if (keys.length > mostKeys) throw broken();
  if (sealed === undefined || keys.length === 0) throw damaged(text("formats.pgp"));
  for (const packet of keys) {
    const key = sessionKeyOf(packet.body, passphrase);
    const message = key === null ? null : unsealed(sealed, key);
    key?.fill(0);
    if (message !== null) return literalOf(message, true);
  }
  throw passphraseWrong(text("formats.whoseProtonPass"));
}
