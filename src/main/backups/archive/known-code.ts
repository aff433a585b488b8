import { randomInt } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Db, StoreAddress } from "../../store/store.ts";
import { viewAt } from "../../store/open.ts";
import { someTotpSeed, type TotpSeed, totpSeed } from "../../store/factors/totp-seeds.ts";
import { codeOfStep } from "../../twofactor/totp.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";
import { damaged } from "./faults.ts";

/** A code that the live store gave, which a restored seed must give again. */
export interface KnownCode {
  tokenId: TokenId;
  /** A time step that is long past: nothing accepts its code any more. */
  step: number;
  code: string;
}

/** In 1979 with steps of 30 s, in 1989 with steps of 60 s: before any seed of a console was made. */
const firstStep = 10_000_000;
const steps = 1_000_000;

function codeFrom(keys: Keys, token: TotpSeed, step: number): string {
  const seed = keys.unseal(seedPlace("tokens", token.id), token.seed);
  try {
    return codeOfStep(seed, step, token);
  } finally {
    seed.fill(0);
  }
}

/** A seed that does not open gives none; the check of the backup names it. */
function codeOrNull(keys: Keys, token: TotpSeed, step: number): string | null {
  try {
    return codeFrom(keys, token, step);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return null;
    throw thrown;
  }
}

/** Reads the store as it is at this moment. */
async function inStore<T>(store: StoreAddress, read: (db: Db) => Promise<T>): Promise<T> {
  const view = await viewAt(store);
  try {
    return await read(view.db);
  } finally {
    await view.close();
  }
}

/**
 * Takes a code of one authenticator from the live store while `work` copies the store.
 *
 * @returns what `work` returns; and null for the code if there is no active time-based authenticator, or its seed does
 * not open, or was changed meanwhile: the copy may then rightly contain either
 */
export async function withKnownCode<T>(
  store: StoreAddress,
  keys: Keys,
  work: () => Promise<T>,
): Promise<{ result: T; knownCode: KnownCode | null }> {
  const token = await inStore(store, someTotpSeed);
  const step = firstStep + randomInt(steps);
  const code = token && codeOrNull(keys, token, step);
  const result = await work();
  if (token === null || code === null) return { result, knownCode: null };
  const now = await inStore(store, (db) => totpSeed(db, token.id));
  const same = now !== null && now.seed.equals(token.seed);
  return { result, knownCode: same ? { tokenId: token.id, step, code } : null };
}

/** @throws AppError BACKUP_DAMAGED if the restored seed gives another code, or is missing */
export async function checkKnownCode(db: Db, keys: Keys, { tokenId, step, code }: KnownCode): Promise<void> {
  const token = await totpSeed(db, tokenId);
  if (token === null || codeFrom(keys, token, step) !== code) throw damaged("known code");
}
