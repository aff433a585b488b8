import { createHash, randomBytes } from "node:crypto";
import { combine, split } from "shamir-secret-sharing";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { fromPrinted, recoveryKeyBytes, toPrinted } from "./recovery-key.ts";
import type { SharesParams } from "./slots.ts";

/**
 * A share of a recovery key: version (1) | set id (2) | needed (1) | share of Shamir's scheme over GF(2^8) (20 + 1) |
 * checksum (5), printed as Crockford base32. The set id and `needed` are in it so that foreign and missing shares are
 * detected before anything is combined; the checksum so that a typing error is traced to its share.
 */
const version = 1;
const setIdLength = 2;
const headLength = 1 + setIdLength + 1;
const shareLength = 21;
const checksumLength = 5;

const checksum = (bytes: Uint8Array): Buffer =>
  createHash("sha256").update("countersign/v1/share").update(bytes).digest().subarray(0, checksumLength);

const print = (params: SharesParams, share: Uint8Array): string => {
  const bytes = Buffer.concat([
    Buffer.from([version]),
    Buffer.from(params.setId, "hex"),
    Buffer.from([params.needed]),
    share,
  ]);
  const printed = toPrinted(Buffer.concat([bytes, checksum(bytes)]));
  bytes.fill(0);
  return printed;
};

export interface NewShares {
  /** 20 bytes, for the caller to wipe. */
  key: Buffer;
  params: SharesParams;
  /** As printed, one for each holder. */
  shares: string[];
}

/** A new recovery key that exists only in shares; any `needed` of them restore it, fewer reveal nothing about it. */
export async function newShares(total: number, needed: number): Promise<NewShares> {
  const key = recoveryKeyBytes();
  const params = { total, needed, setId: randomBytes(setIdLength).toString("hex") };
  const secret = Uint8Array.from(key);
  const parts = await split(secret, total, needed);
  secret.fill(0);
  const shares = parts.map((part) => print(params, part));
  for (const part of parts) part.fill(0);
  return { key, params, shares };
}

interface Share {
  setId: string;
  needed: number;
  part: Uint8Array;
}

/** @returns null if it is not a complete share as it was printed */
function read(typed: string): Share | null {
  let bytes: Buffer;
  try {
    bytes = fromPrinted(typed);
  } catch {
    return null;
  }
  const body = bytes.subarray(0, headLength + shareLength);
  const whole = bytes.length === headLength + shareLength + checksumLength && bytes[0] === version;
  if (!whole || !checksum(body).equals(bytes.subarray(-checksumLength))) return null;
  return {
    setId: body.subarray(1, 1 + setIdLength).toString("hex"),
    needed: body[1 + setIdLength] ?? 0,
    part: Uint8Array.from(body.subarray(headLength)),
  };
}

const refuse = (why: Text, fields: Record<string, Text> = {}) =>
  new AppError("SHARES_REFUSED", { text: why, ...(Object.keys(fields).length > 0 ? { fields } : {}) });

/** @throws AppError SHARES_REFUSED naming the wrong ones, by their position */
function requireAll(shares: readonly (Share | null)[], params: SharesParams): Share[] {
  const fields: Record<string, Text> = {};
  const seen = new Map<number, number>();
  for (const [place, share] of shares.entries()) {
    const coordinate = share?.part.at(-1) ?? 0;
    const twin = seen.get(coordinate);
    if (!share) fields[`shares.${place}`] = text("vault.notAShare");
    else if (share.setId !== params.setId || share.needed !== params.needed)
      fields[`shares.${place}`] = text("vault.foreignShare");
    else if (twin !== undefined) fields[`shares.${place}`] = text("vault.sameShare", { number: twin + 1 });
    else seen.set(coordinate, place);
  }
  const wrong = Object.keys(fields).map((name) => Number(name.slice("shares.".length)) + 1);
  if (wrong.length === 0) return shares.filter((share) => share !== null);
  throw refuse(text("vault.sharesWrong", { count: wrong.length, numbers: wrong.map(String) }), fields);
}

/**
 * Combines the shares to the recovery key.
 *
 * @param params of the console's current recovery key
 * @returns 20 bytes, for the caller to wipe; whether they open anything is not known
 * @throws AppError SHARES_REFUSED for too few, mistyped, equal or foreign ones, with `fields` by position
 */
export async function combineShares(typed: readonly string[], params: SharesParams): Promise<Buffer> {
  const shares = typed.map(read);
  try {
    const right = requireAll(shares, params);
    if (right.length < params.needed) {
      throw refuse(text("vault.sharesMissing", { needed: params.needed, entered: right.length }));
    }
    const key = await combine(right.map(({ part }) => part));
    return Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  } finally {
    for (const share of shares) share?.part.fill(0);
  }
}
