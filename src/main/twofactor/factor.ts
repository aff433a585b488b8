import type { BackupCodeSetId, TokenId } from "#shared/model/ids.ts";
import type { VerificationReason } from "#shared/model/records.ts";
import { crockfordCode, looksLikeBackupCode } from "#shared/model/typed.ts";
import { activeCodeSet, countUnused, isCodeUsed, lastVoidedSet, markCodeUsed } from "../store/factors/backup-codes.ts";
import type { Db, Tx } from "../store/store.ts";
import { acceptStep, cameByLetter, type Holder, tokensOf, updateToken } from "../store/factors/tokens.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import type { Keys } from "../keys/keys.ts";
import { findBackupCode, spendOneHash } from "./backup-codes.ts";
import { checkCode, type CodeCheck, followedDrift } from "./check.ts";
import { isExpired } from "./expiry.ts";
import { type AtLimit, countWrong, forgetGuesses, nothingAtLimit } from "./guesses.ts";
import type { FactorLimits } from "./limits.ts";
import { expectedStep, type Match } from "./match.ts";
import { spend, tell } from "./spent.ts";

/** A second factor that was given, after its slow part (Argon2id), which must not run inside a transaction. */
export type FactorProof = { holder: Holder | null } & (
  | { method: "totp"; code: string; tokenId?: TokenId | undefined }
  | {
      method: "backup_code";
      wellFormed: boolean;
      setId: BackupCodeSetId | null;
      position: number | null;
      /** Since when the set is void that it is of, if that is the newest void one; UTC milliseconds. */
      voidedAt: number | null;
    }
);

export interface FactorOutcome {
  accepted: boolean;
  reason: VerificationReason;
  token: TokenRow | null;
  drift: number | null;
  /** With `wrong_parameters`: what the app uses instead. */
  fits: CodeCheck["fits"] | null;
  remainingBackupCodes: number | null;
  /** The first correct code of an enrolment by letter: the caller activates it. */
  activates: Match | null;
  /** What this refusal has locked, and what the caller must void. */
  atLimit: AtLimit;
}

const outcomeOf = (facts: Pick<FactorOutcome, "accepted" | "reason"> & Partial<FactorOutcome>): FactorOutcome => ({
  token: null,
  drift: null,
  fits: null,
  remainingBackupCodes: null,
  activates: null,
  atLimit: nothingAtLimit,
  ...facts,
});

/**
 * The slow part of checking a second factor. For a backup code: one Argon2id, even if there is nothing to compare with;
 * one more for a person's that does not match, to say that it is of the set before.
 */
export async function prepareFactor(
  db: Db,
  keys: Keys,
  holder: Holder | null,
  input: { code?: string | undefined; backupCode?: string | undefined },
): Promise<FactorProof> {
  if (input.code !== undefined) return { method: "totp", holder, code: input.code };
  const normalised = crockfordCode(input.backupCode ?? "");
  const wellFormed = looksLikeBackupCode(normalised);
  const set = holder ? await activeCodeSet(db, holder) : undefined;
  const match = set ? await findBackupCode(db, keys, set, normalised) : await spendOneHash(keys, normalised);
  const voidedAt = match || !wellFormed ? null : await findVoided(db, keys, holder, normalised);
  const position = match?.position ?? null;
  return { method: "backup_code", holder, wellFormed, setId: set?.id ?? null, position, voidedAt };
}

/** An administrator who signs in is told nothing: there it would only take time. */
async function findVoided(db: Db, keys: Keys, holder: Holder | null, normalised: string): Promise<number | null> {
  const set = holder?.kind === "user" ? await lastVoidedSet(db, holder) : undefined;
  return set && (await findBackupCode(db, keys, set, normalised)) ? set.voided_at : null;
}

/** How a refused code counts: one of a letter's pending enrolment is correct. */
async function byLetter(tx: Tx, check: CodeCheck, now: number): Promise<Match | null> {
  const { token, step, drift } = check;
  if (check.reason !== "token_pending" || !token || step === null || drift === null) return null;
  if (isExpired(token, now) || !(await cameByLetter(tx, token.id))) return null;
  return { step, drift };
}

/** A code refused as too early stays refused when it is due: it may have been guessed. */
async function tellAhead(tx: Tx, { reason, token, drift }: CodeCheck, now: number): Promise<void> {
  // An administrator who signs in is told nothing.
  if (reason !== "drifted" || !token || token.user_id === null || drift === null || drift <= 0) return;
  await updateToken(tx, token.id, tell(token, expectedStep(token, now) + drift));
}

/** Somebody with all authenticators, as the transaction sees them. */
interface Held {
  holder: Holder;
  tokens: readonly TokenRow[];
}

interface Refused extends Held {
  check: CodeCheck;
  proof: FactorProof & { method: "totp" };
}

/** A refused code counts against its target; a wrong one also against the others that it was compared with. */
async function countRefused(
  tx: Tx,
  { check, tokens, proof, holder }: Refused,
  { failureLimit }: FactorLimits,
  now: number,
): Promise<AtLimit> {
  // An administrator's pending authenticator is confirmed elsewhere: signing in does not activate it.
  const compared = tokens.filter(({ status }) => holder.kind === "user" || status === "active");
  if (proof.tokenId === undefined) return countWrong(tx, compared, { aimed: false, failureLimit, now });
  const isMeant = ({ id }: TokenRow): boolean => id === proof.tokenId;
  const meant = await countWrong(tx, compared.filter(isMeant), { aimed: true, failureLimit, now });
  if (check.reason !== "wrong_code") return meant;
  const others = compared.filter((token) => !isMeant(token) && token.status === "active");
  const beside = await countWrong(tx, others, { aimed: false, failureLimit, now });
  return { locked: [...meant.locked, ...beside.locked], spent: [...meant.spent, ...beside.spent] };
}

async function settleCode(
  tx: Tx,
  keys: Keys,
  proof: FactorProof & { method: "totp" },
  { holder, tokens }: Held,
  limits: FactorLimits,
  now: number,
): Promise<FactorOutcome> {
  const check = checkCode(keys, { tokens, code: proof.code, at: now, window: limits, wanted: proof.tokenId });
  const { reason, token, drift, step, fits = null } = check;
  if (reason === "ok" && token && step !== null && drift !== null) {
    const used = spend(token, step, now, limits.acceptedSteps);
    await acceptStep(tx, token.id, { ...used, drift: followedDrift(token, drift), at: now });
    await forgetGuesses(tx, holder, tokens);
    return outcomeOf({ accepted: true, reason, token, drift });
  }
  const activates = await byLetter(tx, check, now);
  if (activates) await forgetGuesses(tx, holder, tokens);
  if (activates) return outcomeOf({ accepted: true, reason: "ok", token, drift, activates });
  await tellAhead(tx, check, now);
  const atLimit = await countRefused(tx, { check, tokens, proof, holder }, limits, now);
  return outcomeOf({ accepted: false, reason, token, drift, fits, atLimit });
}

/** What `settleFactor` would say; uses nothing up, and counts nothing. */
export const tryFactor = (
  tx: Tx,
  keys: Keys,
  proof: FactorProof & { holder: Holder },
  limits: FactorLimits,
  now: number,
): Promise<FactorOutcome> =>
  proof.method === "totp" ? tryCode(tx, keys, proof, limits, now) : tryBackupCode(tx, proof);

async function tryCode(
  tx: Tx,
  keys: Keys,
  proof: FactorProof & { method: "totp"; holder: Holder },
  limits: FactorLimits,
  now: number,
): Promise<FactorOutcome> {
  const tokens = await tokensOf(tx, proof.holder);
  const check = checkCode(keys, { tokens, code: proof.code, at: now, window: limits, wanted: proof.tokenId });
  const { reason, token, drift, fits = null } = check;
  await tellAhead(tx, check, now);
  if (await byLetter(tx, check, now)) return outcomeOf({ accepted: true, reason: "ok", token, drift });
  return outcomeOf({ accepted: reason === "ok", reason, token, drift, fits });
}

type BackupProof = FactorProof & { method: "backup_code" };

/** One code of a set. */
interface Place {
  setId: BackupCodeSetId;
  position: number;
  /** Codes left of the set. */
  remaining: number;
}

const backupRefused = (reason: VerificationReason, remaining: number | null): FactorOutcome =>
  outcomeOf({ accepted: false, reason, remainingBackupCodes: remaining });

/** @returns which code of the holder's set it is, used or not; or why it is none */
async function findPlace(tx: Tx, proof: BackupProof, holder: Holder): Promise<Place | FactorOutcome> {
  const set = await activeCodeSet(tx, holder);
  if (!set) return backupRefused("no_token", null);
  const remaining = await countUnused(tx, set.id);
  if (!proof.wellFormed) return backupRefused("malformed", remaining);
  // A set that was replaced since the slow part has no codes left.
  if (proof.position === null || proof.setId !== set.id) return backupRefused("wrong_code", remaining);
  return { setId: set.id, position: proof.position, remaining };
}

async function tryBackupCode(tx: Tx, proof: BackupProof & { holder: Holder }): Promise<FactorOutcome> {
  const place = await findPlace(tx, proof, proof.holder);
  if ("accepted" in place) return place;
  const { setId, position, remaining } = place;
  if (await isCodeUsed(tx, setId, position)) return backupRefused("already_used", remaining);
  return outcomeOf({ accepted: true, reason: "ok", remainingBackupCodes: remaining });
}

async function settleBackupCode(tx: Tx, proof: BackupProof, holder: Holder, now: number): Promise<FactorOutcome> {
  const place = await findPlace(tx, proof, holder);
  if ("accepted" in place) return place;
  const { setId, position, remaining } = place;
  if (!(await markCodeUsed(tx, setId, position, now))) return backupRefused("already_used", remaining);
  await forgetGuesses(tx, holder);
  return outcomeOf({ accepted: true, reason: "ok", remainingBackupCodes: remaining - 1 });
}

/**
 * Decides inside the caller's transaction, so that each step and each code counts once.
 *
 * @param known the holder's authenticators, if this transaction has read them
 */
export async function settleFactor(
  tx: Tx,
  keys: Keys,
  proof: FactorProof,
  limits: FactorLimits,
  now: number,
  known?: readonly TokenRow[],
): Promise<FactorOutcome> {
  const { holder } = proof;
  if (!holder) return outcomeOf({ accepted: false, reason: "no_token" });
  if (proof.method !== "totp") return settleBackupCode(tx, proof, holder, now);
  const tokens = known ?? (await tokensOf(tx, holder));
  return settleCode(tx, keys, proof, { holder, tokens }, limits, now);
}
