import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { hashRaw } from "@node-rs/argon2";
import { BackupCodeSetId } from "#shared/model/ids.ts";
import { backupCodeGroup, crockfordAlphabet, crockfordCode } from "#shared/model/typed.ts";
import { newId } from "../base/ids.ts";
import type { Argon2Cost } from "../base/ports.ts";
import { codesOf } from "../store/factors/backup-codes.ts";
import type { Db } from "../store/store.ts";
import type { BackupCodeSetRow } from "../store/migrations/codes-schema.ts";
import { Cost, owaspCost, readDerivation } from "../keys/argon2-cost.ts";
import type { Keys } from "../keys/keys.ts";

/** How many codes, and how many groups in each (25 bits a group; the required first letter costs 0.005 of them). */
export interface CodeShape {
  codeCount: number;
  codeGroups: number;
}

/** Administrators' codes have 75 bits: NIST SP 800-63B-4 asks for 64. No policy shortens them. */
export const administratorCodes: CodeShape = { codeCount: 10, codeGroups: 3 };

/** Five random bits each. */
export const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => crockfordAlphabet[randomInt(crockfordAlphabet.length)]).join("");

const newGroup = (): string => randomLetters(backupCodeGroup);

/** Contains a letter: a backup code being typed is never taken for a complete authenticator code. */
function firstGroup(): string {
  for (;;) {
    const group = newGroup();
    if (/[A-Z]/u.test(group)) return group;
  }
}

const newCode = (groups: number): string => [firstGroup(), ...Array.from({ length: groups - 1 }, newGroup)].join("-");

/** @param keyId as `Keys.pepper` */
async function hashCode(
  keys: Keys,
  normalised: string,
  salt: Buffer,
  parameters: Argon2Cost,
  keyId: Buffer | null = null,
): Promise<Buffer> {
  return keys.pepper(await hashRaw(normalised, { ...parameters, salt, outputLen: 32 }), keyId);
}

export interface NewCodeSet {
  /** For the person, once. */
  codes: string[];
  set: Pick<BackupCodeSetRow, "id" | "salt" | "params">;
  hashes: Buffer[];
}

/** Makes the codes and their hashes; Argon2id runs off the main thread. */
export async function newCodeSet(
  keys: Keys,
  shape: CodeShape,
  at: number,
  cost: Argon2Cost = owaspCost,
): Promise<NewCodeSet> {
  const codes = new Set<string>();
  while (codes.size < shape.codeCount) codes.add(newCode(shape.codeGroups));
  // One salt per set, so that a check costs one hash.
  const salt = randomBytes(16);
  const hashes = await Promise.all([...codes].map((code) => hashCode(keys, crockfordCode(code), salt, cost)));
  return { codes: [...codes], set: { id: newId(BackupCodeSetId, at), salt, params: JSON.stringify(cost) }, hashes };
}

export interface CodeMatch {
  position: number;
  used: boolean;
}

/**
 * Looks a typed code up in a set. Costs one Argon2id, off the main thread, whether it matches or not.
 *
 * @returns null if the set has no such code
 * @throws AppError COST_REFUSED for a set that asks for more work than the console allows, before it is spent
 */
export async function findBackupCode(
  db: Db,
  keys: Keys,
  set: BackupCodeSetRow,
  normalised: string,
): Promise<CodeMatch | null> {
  const hash = await hashCode(keys, normalised, set.salt, readDerivation(Cost, set.params), set.key_id);
  let match: CodeMatch | null = null;
  for (const code of await codesOf(db, set.id)) {
    if (timingSafeEqual(code.hash, hash)) match = { position: code.position, used: code.used_at !== null };
  }
  return match;
}

/** Takes as long as a check if there is no set, so that the time reveals nothing. */
export async function spendOneHash(keys: Keys, normalised: string): Promise<null> {
  await hashCode(keys, normalised, Buffer.alloc(16), owaspCost);
  return null;
}
