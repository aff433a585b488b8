import { createCipheriv, createHash, pbkdf2, scrypt } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { hashRaw } from "@node-rs/argon2";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { broken } from "./faults.ts";
import type { Opening } from "./format.ts";

/*
 * Keys from passwords, at the cost that a foreign file declares. A file that somebody was sent must not be able to stall
 * the console: more than the usual cost is spent only where a person has agreed, and never more than the ceiling.
 */

const mebibyte = 1024 * 1024;

/** What is spent without asking. */
const usualMemory = 256 * mebibyte;
/** Memory times passes. */
const usualWork = 2048 * mebibyte;
const usualIterations = 2_000_000;
/** Of AES, of which a processor does some 30 million a second. */
const usualRounds = 16_000_000;

/** What is spent at all: the most that a program's own exports are known to ask for (Ente's, 1 GiB in 4 passes). */
const mostMemory = 1024 * mebibyte;
const mostWork = 8192 * mebibyte;
const mostIterations = 10_000_000;
const mostRounds = 600_000_000;

type Cost = Pick<Opening, "acceptCost" | "signal">;

/** @throws AppError COST_REFUSED, CANCELLED */
function requireWithin({ acceptCost, signal }: Cost, usual: boolean, most: boolean, memory: number): void {
  signal.throwIfAborted();
  const details = { memoryMiB: Math.ceil(memory / mebibyte), canAccept: most };
  if (!most) throw new AppError("COST_REFUSED", { text: text("formats.costTooHigh"), details });
  if (usual || acceptCost) return;
  throw new AppError("COST_REFUSED", { text: text("formats.costToAccept", { memory: details.memoryMiB }), details });
}

const pbkdf2Async = promisify(pbkdf2);

/**
 * PBKDF2 (RFC 8018 5.2).
 *
 * @param length of the key in bytes
 * @throws AppError COST_REFUSED, CANCELLED; FORMAT_UNREADABLE for parameters that no key has
 */
export async function derivePbkdf2(
  password: string | Uint8Array,
  asked: { salt: Uint8Array; iterations: number; length: number; hash: "sha1" | "sha256" | "sha512" },
  cost: Cost,
): Promise<Buffer> {
  const { salt, iterations, length, hash } = asked;
  if (!Number.isSafeInteger(iterations) || iterations < 1 || length < 1 || length > 1024) throw broken();
  requireWithin(cost, iterations <= usualIterations, iterations <= mostIterations, 0);
  return pbkdf2Async(password, salt, iterations, length, hash);
}

/** What scrypt with these numbers takes, before it is tried. @throws AppError COST_REFUSED, CANCELLED */
export function requireScryptCost({ n, r, p }: { n: number; r: number; p: number }, cost: Cost): void {
  const memory = 128 * n * r;
  const work = memory * p;
  requireWithin(cost, memory <= usualMemory && work <= usualWork, memory <= mostMemory && work <= mostWork, memory);
}

/** RFC 7914. @throws AppError COST_REFUSED, CANCELLED; FORMAT_UNREADABLE for parameters that no key has */
export async function deriveScrypt(
  password: string | Uint8Array,
  asked: { salt: Uint8Array; n: number; r: number; p: number; length: number },
  cost: Cost,
): Promise<Buffer> {
  const { salt, n, r, p, length } = asked;
  const sane = [n, r, p, length].every((one) => Number.isSafeInteger(one) && one >= 1);
  if (!sane || n < 2 || !Number.isInteger(Math.log2(n)) || length > 1024) throw broken();
  requireScryptCost({ n, r, p }, cost);
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 128 * n * r + 256 * r * p + mebibyte };
    scrypt(password, salt, length, options, (fault, key) => (fault ? reject(broken(fault)) : resolve(key)));
  });
}

/** By their numbers in the library. */
const argon2Variants = { d: 0, i: 1, id: 2 } as const;

/**
 * RFC 9106, version 1.3.
 *
 * @param asked `memory` in KiB
 * @throws AppError COST_REFUSED, CANCELLED; FORMAT_UNREADABLE for parameters that no key has
 */
export async function deriveArgon2(
  password: string | Uint8Array,
  asked: {
    salt: Uint8Array;
    memory: number;
    passes: number;
    lanes: number;
    length: number;
    variant: keyof typeof argon2Variants;
  },
  cost: Cost,
): Promise<Buffer> {
  const { salt, memory, passes, lanes, length, variant } = asked;
  const sane = [memory, passes, lanes, length].every((one) => Number.isSafeInteger(one) && one >= 1);
  if (!sane || salt.length < 8 || length < 4 || length > 1024 || lanes > 64 || memory < 8 * lanes) throw broken();
  const bytes = memory * 1024;
  const work = bytes * passes;
  requireWithin(cost, bytes <= usualMemory && work <= usualWork, bytes <= mostMemory && work <= mostWork, bytes);
  return hashRaw(
    password,
    {
      algorithm: argon2Variants[variant],
      version: 1,
      memoryCost: memory,
      timeCost: passes,
      parallelism: lanes,
      outputLen: length,
      salt: Buffer.from(salt),
    },
    cost.signal,
  );
}

const aesBlock = 16;
/** Rounds between two looks at whether it shall stop: some milliseconds. */
const roundsAtOnce = 8 * 1024;

/** A block that is encrypted again and again is what CBC makes of zeros (NIST SP 800-38A 6.2), which is far faster. */
async function encryptAgain(block: Uint8Array, seed: Uint8Array, rounds: number, signal: AbortSignal): Promise<Buffer> {
  const cipher = createCipheriv("aes-256-cbc", seed, block);
  const zeros = Buffer.alloc(roundsAtOnce * aesBlock);
  let made: Buffer = Buffer.from(block);
  for (let left = rounds; left > 0; left -= roundsAtOnce) {
    await setImmediate();
    signal.throwIfAborted();
    made = cipher.update(zeros.subarray(0, Math.min(left, roundsAtOnce) * aesBlock)).subarray(-aesBlock);
  }
  return Buffer.from(made);
}

/**
 * AES-KDF of KeePass (https://keepass.info/help/base/security.html#secdictprotect): both halves of a key encrypted again and
 * again, and hashed.
 *
 * @param key 32 bytes
 * @param asked `seed` 32 bytes
 * @throws AppError COST_REFUSED, CANCELLED; FORMAT_UNREADABLE for parameters that no key has
 */
export async function deriveAesRounds(
  key: Uint8Array,
  asked: { seed: Uint8Array; rounds: number },
  cost: Cost,
): Promise<Buffer> {
  const { seed, rounds } = asked;
  if (key.length !== 32 || seed.length !== 32 || !(rounds >= 1)) throw broken();
  requireWithin(cost, rounds <= usualRounds, rounds <= mostRounds, 0);
  const halves = [key.subarray(0, aesBlock), key.subarray(aesBlock)];
  const made = await Promise.all(halves.map((half) => encryptAgain(half, seed, rounds, cost.signal)));
  const hash = createHash("sha256");
  for (const half of made) {
    hash.update(half);
    half.fill(0);
  }
  return hash.digest();
}
