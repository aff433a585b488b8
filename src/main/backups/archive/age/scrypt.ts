import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { type Identity, type Recipient, Stanza } from "age-encryption";
import { base64nopad } from "@scure/base";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { asBuffer } from "../bytes.ts";
import { unreadable } from "../faults.ts";
import { aead, tagSize } from "./aead.ts";

/** Base-2 logarithm of the cost that the `age` command uses: 256 MB of memory and a second. */
const usualFactor = 18;

/**
 * The highest cost that is accepted: 2^20 takes 1 GiB and some seconds. Without a limit, a file from elsewhere could
 * take all the memory.
 */
const maxWorkFactor = 20;

/** Each key seals only one thing. */
const nonce = Buffer.alloc(12);
const saltLength = 16;
const label = Buffer.from("age-encryption.org/v1/scrypt");

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** In a thread of Node's own pool. @throws AppError OUT_OF_MEMORY: with these numbers it fails for no other reason */
async function keyOf(passphrase: string, salt: Uint8Array, factor: number): Promise<Buffer> {
  const cost = { N: 2 ** factor, r: 8, p: 1, maxmem: 2 ** 31 };
  try {
    return await derive(passphrase, Buffer.concat([label, salt]), 32, cost);
  } catch (cause) {
    throw new AppError("OUT_OF_MEMORY", { cause });
  }
}

/** The stanza of a passphrase (age-encryption.org/v1, "The scrypt recipient type"). */
export const passphraseRecipient = (passphrase: string, workFactor = usualFactor): Recipient => ({
  async wrapFileKey(fileKey) {
    const salt = randomBytes(saltLength);
    const body = Buffer.alloc(fileKey.length + tagSize);
    aead(await keyOf(passphrase, salt, workFactor)).seal(nonce, asBuffer(fileKey), body);
    return [new Stanza(["scrypt", base64nopad.encode(salt), String(workFactor)], body)];
  },
});

function unwrap(body: Uint8Array, key: Buffer): Buffer | null {
  const fileKey = Buffer.alloc(body.length - tagSize);
  try {
    aead(key).open(nonce, asBuffer(body), fileKey);
    return fileKey;
  } catch {
    // Another passphrase: "no match" in the format's words, not a fault.
    return null;
  }
}

/**
 * What a passphrase opens: the header's only stanza. Its `unwrapFileKey` throws an Error for what the format forbids,
 * AppError BACKUP_UNREADABLE for a cost above the limit and AppError OUT_OF_MEMORY.
 */
export const passphraseIdentity = (passphrase: string): Identity => ({
  async unwrapFileKey(stanzas) {
    const [stanza, ...others] = stanzas.filter(({ args }) => args[0] === "scrypt");
    if (!stanza) return null;
    const [, saltText, factorText, ...rest] = stanza.args;
    if (others.length > 0 || stanzas.length !== 1) throw new Error("a passphrase is not the only recipient");
    if (saltText === undefined || factorText === undefined || rest.length > 0) throw new Error("arguments of scrypt");
    const salt = base64nopad.decode(saltText);
    if (salt.length !== saltLength || stanza.body.length !== 32) throw new Error("lengths of scrypt");
    if (!/^[1-9][0-9]*$/u.test(factorText)) throw new Error("cost of scrypt");
    if (Number(factorText) > maxWorkFactor) {
      throw unreadable("work factor", text("backups.tooMuchMemory"));
    }
    return unwrap(stanza.body, await keyOf(passphrase, salt, Number(factorText)));
  },
});
