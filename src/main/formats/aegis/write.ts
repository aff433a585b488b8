import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import { base32nopad } from "@scure/base";
import { text } from "#shared/texts/text.ts";
import { deriveScrypt } from "../derive.ts";
import type { Outgoing, Piece, Settings, Writing } from "../format.ts";
import { everything } from "../carries.ts";

/*
 * A vault as Aegis encrypts it (docs/vault.md, VaultFile.java and PasswordSlot.java in its repository).
 */

/** What Aegis itself derives with. */
const cost = { n: 2 ** 15, r: 8, p: 1, length: 32 } as const;
const contentVersion = 3;
const nonceLength = 12;

/** Base64 of pieces without padding between them: three bytes are four letters. */
const unit = 3;

interface Sealing {
  nonce: string;
  tag: string;
}

function entryOf({ issuer, account, kind, seed, algorithm, digits, period, counter }: Outgoing): string {
  return JSON.stringify({
    type: kind,
    uuid: randomUUID(),
    name: account,
    issuer,
    note: "",
    favorite: false,
    icon: null,
    info: {
      secret: base32nopad.encode(seed),
      algo: algorithm,
      digits,
      ...(kind === "hotp" ? { counter } : { period }),
    },
    groups: [],
  });
}

async function* contentOf(entries: AsyncIterable<Outgoing>): AsyncGenerator<string> {
  yield `{"version":${contentVersion},"entries":[`;
  let between = "\n";
  for await (const entry of entries) {
    yield between + entryOf(entry);
    between = ",\n";
  }
  yield `\n],"groups":[],"icons_optimized":true}`;
}

/** The master key under the password's. */
async function slotOf(passphrase: string, master: Buffer): Promise<object> {
  const salt = randomBytes(32);
  const derived = await deriveScrypt(passphrase, { salt, ...cost }, { acceptCost: true, signal: never });
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", derived, nonce);
  const key = Buffer.concat([cipher.update(master), cipher.final()]).toString("hex");
  derived.fill(0);
  return {
    type: 1,
    uuid: randomUUID(),
    key,
    key_params: { nonce: nonce.toString("hex"), tag: cipher.getAuthTag().toString("hex") } satisfies Sealing,
    n: cost.n,
    r: cost.r,
    p: cost.p,
    salt: salt.toString("hex"),
    repaired: true,
    is_backup: false,
  };
}

/** Whoever writes stops by asking for no more pieces. */
const never = new AbortController().signal;

/** @returns what `db` holds, in pieces; the last thing it returns is how it is sealed */
async function* sealed(key: Buffer, content: AsyncIterable<string>): AsyncGenerator<string, Sealing> {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  let left: Buffer = Buffer.alloc(0);
  for await (const piece of content) {
    const bytes = Buffer.concat([left, cipher.update(piece, "utf8")]);
    const whole = bytes.length - (bytes.length % unit);
    yield bytes.toString("base64", 0, whole);
    left = bytes.subarray(whole);
  }
  yield Buffer.concat([left, cipher.final()]).toString("base64");
  return { nonce: nonce.toString("hex"), tag: cipher.getAuthTag().toString("hex") };
}

/**
 * The seal over the entries is known after them: it is written last. Aegis finds its parts by their names.
 */
async function* write(entries: AsyncIterable<Outgoing>, { passphrase = "" }: Settings): AsyncGenerator<Piece> {
  const master = randomBytes(32);
  try {
    const slot = await slotOf(passphrase, master);
    yield { data: `{"version":1,"db":"` };
    const pieces = sealed(master, contentOf(entries));
    let next = await pieces.next();
    for (; next.done !== true; next = await pieces.next()) yield { data: next.value };
    yield { data: `","header":${JSON.stringify({ slots: [slot], params: next.value })}}\n` };
  } finally {
    master.fill(0);
  }
}

export const writing: Writing = {
  form: "file",
  extension: "json",
  plain: false,
  carries: everything,
  settings: [{ name: "passphrase", label: text("formats.settingPassphrase"), usual: null, secret: true }],
  warnings: [],
  write,
};
