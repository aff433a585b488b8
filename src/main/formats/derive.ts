import { pbkdf2, scrypt } from "node:crypto";
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
export const usualMemory = 256 * mebibyte;
/** Memory times passes. */
const usualWork = 2048 * mebibyte;
const usualIterations = 2_000_000;

/** What is spent at all: the most that a program's own exports are known to ask for (Ente's, 1 GiB in 4 passes). */
const mostMemory = 1024 * mebibyte;
const mostWork = 8192 * mebibyte;
const mostIterations = 10_000_000;

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

/** RFC 7914. @throws AppError COST_REFUSED, CANCELLED; FORMAT_UNREADABLE for parameters that no key has */
export async function deriveScrypt(
  password: string | Uint8Array,
  asked: { salt: Uint8Array; n: number; r: number; p: number; length: number },
  cost: Cost,
): Promise<Buffer> {
  const { salt, n, r, p, length } = asked;
  const sane = [n, r, p, length].every((one) => Number.isSafeInteger(one) && one >= 1);
  if (!sane || n < 2 || !Number.isInteger(Math.log2(n)) || length > 1024) throw broken();
  const memory = 128 * n * r;
  const work = memory * p;
  requireWithin(cost, memory <= usualMemory && work <= usualWork, memory <= mostMemory && work <= mostWork, memory);
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: memory + 256 * r * p + mebibyte };
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
