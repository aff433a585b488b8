import { createDecipheriv, createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { text } from "#shared/texts/text.ts";
import { deriveArgon2, derivePbkdf2 } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrong } from "../faults.ts";
import type { Opening } from "../format.ts";
import { parsedAs } from "../json.ts";

/*
 * The password-protected export (base-vault-export.service.ts in Bitwarden's repository), and the one that only its account
 * opens, which holds no salt.
 */

const base64 = String.raw`([A-Za-z0-9+/]+={0,2})`;
/** Kinds of sealing have numbers. */
const kinds = /^(\d{1,3})\./u;
/** Type 2: AES-256-CBC and HMAC-SHA256, each part in base64. */
const sealed = new RegExp(String.raw`^2\.${base64}\|${base64}\|${base64}$`, "u");

const Protected = z.looseObject({
  salt: z.string().min(1),
  kdfType: z.union([z.literal(0), z.literal(1)]),
  kdfIterations: z.int(),
  /** Argon2: MiB. */
  kdfMemory: z.int().nullish(),
  kdfParallelism: z.int().nullish(),
  encKeyValidation_DO_NOT_EDIT: z.string().regex(kinds),
  data: z.string().regex(kinds),
});

const whose = text("formats.whoseBitwarden");

async function derive(passphrase: string, file: z.infer<typeof Protected>, opening: Opening): Promise<Buffer> {
  if (file.kdfType === 0) {
    const salt = Buffer.from(file.salt, "utf8");
    return derivePbkdf2(passphrase, { salt, iterations: file.kdfIterations, length: 32, hash: "sha256" }, opening);
  }
  const asked = {
    salt: createHash("sha256").update(file.salt, "utf8").digest(),
    memory: (file.kdfMemory ?? 0) * 1024,
    passes: file.kdfIterations,
    lanes: file.kdfParallelism ?? 0,
    length: 32,
    variant: "id",
  } as const;
  return deriveArgon2(passphrase, asked, opening);
}

/** HKDF-Expand with SHA-256 of one block (RFC 5869 section 2.3). */
const expand = (key: Uint8Array, info: string): Buffer => createHmac("sha256", key).update(`${info}\u0001`).digest();

interface Keys {
  readonly enc: Buffer;
  readonly mac: Buffer;
}

/** @returns null where its MAC does not fit @throws AppError FORMAT_UNREADABLE */
function unseal({ enc, mac }: Keys, written: string): Buffer | null {
  const [, ...parts] = sealed.exec(written) ?? [];
  const [iv, content, tag] = parts.map((part) => Buffer.from(part, "base64"));
  if (iv?.length !== 16 || !content || tag?.length !== 32) throw broken();
  const expected = createHmac("sha256", mac).update(iv).update(content).digest();
  if (!timingSafeEqual(expected, tag)) return null;
  const decipher = createDecipheriv("aes-256-cbc", enc, iv);
  try {
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch (thrown) {
    throw broken(thrown);
  }
}

/**
 * What is inside: the text of a plain export.
 *
 * @param file of which `encrypted` is true
 * @throws AppError
 */
export async function openProtected(file: unknown, opening: Opening): Promise<string> {
  if (!z.looseObject({ passwordProtected: z.literal(true) }).safeParse(file).success) {
    throw damaged(text("formats.bitwardenRestricted"));
  }
  const form = parsedAs(file, Protected);
  const kind = kinds.exec(form.data)?.[1];
  if (kind !== "2") throw damaged(text("formats.bitwardenSealing", { kind: kind ?? "" }));
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const key = await derive(opening.passphrase, form, opening);
  const keys = { enc: expand(key, "enc"), mac: expand(key, "mac") };
  try {
    if (unseal(keys, form.encKeyValidation_DO_NOT_EDIT) === null) throw passphraseWrong(whose);
    const content = unseal(keys, form.data);
    if (content === null) throw broken();
    return content.toString("utf8");
  } finally {
    for (const one of [key, keys.enc, keys.mac]) one.fill(0);
  }
}
