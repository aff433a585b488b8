import type { VerificationReason } from "#shared/model/records.ts";
import { activeCodeSet, countUnused, markCodeUsed } from "../store/backup-codes.ts";
import type { Db, Tx } from "../store/open.ts";
import { acceptStep, countFailure, type Holder, tokensOf, updateToken } from "../store/tokens.ts";
import type { TokenRow } from "../store/schema.ts";
import { failureLimit } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { findBackupCode, looksLikeBackupCode, normaliseCode, spendOneHash } from "./backup-codes.ts";
import { checkTotp, followedDrift } from "./check.ts";

/** A presented second factor after its slow part (Argon2id), which must not run inside a transaction. */
export type FactorProof = { holder: Holder | null } & (
  | { method: "totp"; code: string }
  | { method: "backup_code"; wellFormed: boolean; setId: string | null; position: number | null }
);

export interface FactorOutcome {
  accepted: boolean;
  reason: VerificationReason;
  token: TokenRow | null;
  drift: number | null;
  remainingBackupCodes: number | null;
}

/**
 * The slow part of checking a second factor. For a backup code: one Argon2id, also when there is
 * nothing to compare with.
 */
export async function prepareFactor(
  db: Db,
  keys: Keys,
  holder: Holder | null,
  input: { code?: string | undefined; backupCode?: string | undefined },
): Promise<FactorProof> {
  if (input.code !== undefined) return { method: "totp", holder, code: input.code };
  const normalised = normaliseCode(input.backupCode ?? "");
  const wellFormed = looksLikeBackupCode(normalised);
  const set = holder ? await activeCodeSet(db, holder) : undefined;
  const match = set ? await findBackupCode(db, keys, set, normalised) : await spendOneHash(keys, normalised);
  return { method: "backup_code", holder, wellFormed, setId: set?.id ?? null, position: match?.position ?? null };
}

/** Wrong codes count on every active authenticator; at the limit each is locked (NIST SP 800-63B-4 3.2.2). */
async function countWrong(tx: Tx, tokens: TokenRow[]): Promise<void> {
  const active = tokens.filter((token) => token.status === "active");
  await countFailure(
    tx,
    active.map((token) => token.id),
  );
  for (const token of active) {
    if (token.failures + 1 >= failureLimit) await updateToken(tx, token.id, { status: "locked" });
  }
}

async function settleTotp(tx: Tx, keys: Keys, holder: Holder, code: string, now: number): Promise<FactorOutcome> {
  const tokens = await tokensOf(tx, holder);
  const check = checkTotp(keys, tokens, code, now);
  const outcome = { reason: check.reason, token: check.token, drift: check.drift, remainingBackupCodes: null };
  if (check.reason === "ok" && check.token && check.step !== null && check.drift !== null) {
    await acceptStep(tx, check.token.id, { step: check.step, drift: followedDrift(check.drift), at: now });
    return { ...outcome, accepted: true };
  }
  await countWrong(tx, tokens);
  return { ...outcome, accepted: false };
}

async function settleBackupCode(
  tx: Tx,
  proof: FactorProof & { method: "backup_code" },
  holder: Holder,
  now: number,
): Promise<FactorOutcome> {
  const set = await activeCodeSet(tx, holder);
  const refused = (reason: VerificationReason, remaining: number | null): FactorOutcome => ({
    accepted: false,
    reason,
    token: null,
    drift: null,
    remainingBackupCodes: remaining,
  });
  if (!set) return refused("no_token", null);
  const remaining = await countUnused(tx, set.id);
  if (!proof.wellFormed) return refused("malformed", remaining);
  // A set that was replaced since the slow part has none of its codes left.
  if (proof.position === null || proof.setId !== set.id) return refused("wrong_code", remaining);
  if (!(await markCodeUsed(tx, set.id, proof.position, now))) return refused("already_used", remaining);
  return { accepted: true, reason: "ok", token: null, drift: null, remainingBackupCodes: remaining - 1 };
}

/** Decides inside the caller's transaction, which makes each step and each code count once. */
export async function settleFactor(tx: Tx, keys: Keys, proof: FactorProof, now: number): Promise<FactorOutcome> {
  const { holder } = proof;
  if (!holder) return { accepted: false, reason: "no_token", token: null, drift: null, remainingBackupCodes: null };
  return proof.method === "totp"
    ? settleTotp(tx, keys, holder, proof.code, now)
    : settleBackupCode(tx, proof, holder, now);
}
