import { x25519 } from "@noble/curves/ed25519.js";
import { bech32 } from "@scure/base";
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { passphraseIdentity, passphraseRecipient } from "./age/scrypt.ts";
import { unreadable } from "./faults.ts";

/** For whom a backup is encrypted: `age1…` (X25519) and `age1pq1…` (hybrid), or whoever knows a passphrase. */
export type Protection =
  | {
      passphrase: string;
      /** Base-2 logarithm of the cost of guessing it; that of the `age` command if omitted. */
      workFactor?: number | undefined;
    }
  | { recipients: readonly string[] };

/**
 * What opens a backup: its passphrase, or an identity. That is a line `AGE-SECRET-KEY-1…`, or the text
 * of a whole identity file.
 */
export type Opening = { passphrase: string } | { identity: string };

const secretPrefix = "AGE-SECRET-KEY-";

const refused = (why: Text, cause?: unknown): AppError =>
  new AppError("RECIPIENT_REFUSED", { text: why, ...(cause === undefined ? {} : { cause }) });

/** Spaces inside are what a person typed between groups. */
const secretLines = (typed: string): string[] =>
  typed
    .split("\n")
    .map((line) => line.replaceAll(/\s/gu, "").toUpperCase())
    .filter((line) => line.startsWith(secretPrefix));

/**
 * The identities in a text, without comments and blank lines.
 *
 * @throws AppError BACKUP_IDENTITY_WRONG if there is none, or one is mistyped: it has a checksum
 */
export function identitiesOf(typed: string): string[] {
  const identities = secretLines(typed);
  const wrong = (why: Text, cause?: unknown) => new AppError("BACKUP_IDENTITY_WRONG", { text: why, cause });
  if (identities.length === 0) throw wrong(text("backups.itsKeyBegins", { prefix: secretPrefix }));
  for (const identity of identities) {
    try {
      new Decrypter().addIdentity(identity);
    } catch (cause) {
      throw wrong(text("backups.keyMistyped"), cause);
    }
  }
  return identities;
}

/** A new pair: the identity opens what is encrypted for the recipient. */
export async function makeIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The recipient of one identity, given as a line or as the text of an identity file.
 *
 * @throws AppError RECIPIENT_REFUSED
 */
export async function recipientOf(identityText: string): Promise<string> {
  const [identity, ...more] = secretLines(identityText);
  if (identity === undefined) throw refused(text("backups.itsKeyBegins", { prefix: secretPrefix }));
  if (more.length > 0) throw refused(text("backups.severalKeys"));
  try {
    return await identityToRecipient(identity);
  } catch (cause) {
    throw refused(text("backups.keyMistyped"), cause);
  }
}

/** A few points are well formed, and give everybody the same key. @throws Error for one of them */
function requireSafePoint(recipient: string): void {
  x25519.scalarMult(x25519.utils.randomSecretKey(), bech32.decodeToBytes(recipient).bytes);
}

/**
 * A recipient that a backup can be encrypted for, without the spaces around it.
 *
 * @throws AppError RECIPIENT_REFUSED
 */
export function requireRecipient(typed: string): string {
  const recipient = typed.trim();
  if (recipient.toUpperCase().startsWith(secretPrefix)) {
    throw refused(text("backups.secretKey"));
  }
  if (!recipient.startsWith("age1")) throw refused(text("backups.noRecipient"));
  const hybrid = recipient.startsWith("age1pq1");
  // The last 1 ends the name of the kind.
  if (!hybrid && /^age1[a-z0-9.+-]*1/u.test(recipient)) {
    throw refused(text("backups.pluginRecipient"));
  }
  try {
    new Encrypter().addRecipient(recipient);
    if (!hybrid) requireSafePoint(recipient);
  } catch (cause) {
    throw refused(text("backups.recipientMistyped"), cause);
  }
  return recipient;
}

/**
 * An identity file, encrypted with a passphrase. `age -d` gives what `age-keygen` would have written.
 * `workFactor`: as of a backup.
 *
 * @throws AppError RECIPIENT_REFUSED if it is not an identity, OUT_OF_MEMORY
 */
export async function sealIdentity(
  identity: string,
  passphrase: string,
  { at = Date.now(), workFactor }: { at?: number; workFactor?: number | undefined } = {},
): Promise<Buffer> {
  const recipient = await recipientOf(identity);
  const created = new Date(at).toISOString().replace(/\.\d+Z$/u, "Z");
  const content = `# created: ${created}\n# public key: ${recipient}\n${secretLines(identity).join("")}\n`;
  const encrypter = new Encrypter();
  encrypter.addRecipient(passphraseRecipient(passphrase, workFactor));
  return Buffer.from(await encrypter.encrypt(content));
}

/**
 * The identity in a file that `sealIdentity`, or `age -p`, encrypted.
 *
 * @throws AppError BACKUP_PASSPHRASE_WRONG, BACKUP_UNREADABLE if it is not such a file, OUT_OF_MEMORY
 */
export async function openSealedIdentity(bytes: Uint8Array, passphrase: string): Promise<string> {
  const notOne = (cause?: unknown) => unreadable("identity", text("backups.notSavedKey"), cause);
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  let opened: string;
  try {
    const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1").trimStart();
    const file = start.startsWith("-----BEGIN") ? armor.decode(Buffer.from(bytes).toString("latin1")) : bytes;
    opened = await decrypter.decrypt(file, "text");
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    if (!isNoMatch(thrown)) throw notOne(thrown);
    throw new AppError("BACKUP_PASSPHRASE_WRONG", { text: text("backups.keyPassphraseWrong"), cause: thrown });
  }
  const [identity, ...more] = secretLines(opened);
  if (identity === undefined || more.length > 0) throw notOne();
  return identity;
}

/** age-encryption's words for a file key that no identity unwraps. */
export const isNoMatch = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.message === "no identity matched any of the file's recipients";
