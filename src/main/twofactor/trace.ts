import type { EndedAuthenticator, VerdictLetter, VerificationReason } from "#shared/model/records.ts";
import type { UserId } from "#shared/model/ids.ts";
import { lettersOfUser, type TracedLetter } from "../store/factors/ended-tokens.ts";
import type { Tx } from "../store/store.ts";
import type { EndedTokenRow } from "../store/migrations/ended-schema.ts";
import type { Keys } from "../keys/keys.ts";
import { findEnded } from "./ended.ts";
import { isExpired } from "./expiry.ts";
import type { FactorOutcome, FactorProof } from "./factor.ts";
import type { Window } from "./limits.ts";

/** How a code relates to letters, and to the person's earlier authenticators. */
export interface Trace {
  reason: VerificationReason;
  letter: VerdictLetter | null;
  ended: EndedAuthenticator | null;
  /** With `letter_void`: another letter, which waits for its first code. */
  waiting: VerdictLetter | null;
  /** With `codes_replaced`: since when the code's set is void, UTC milliseconds. */
  codesVoidedAt: number | null;
}

const toLetter = ({ serial, printedAt, expiresAt, voidedAt, status }: TracedLetter, now: number): VerdictLetter => {
  const waits = status === "pending" && expiresAt >= now;
  const isOver = status === null || status === "pending" ? "expired" : "used";
  return { serial, printedAt, expiresAt, voidedAt, state: voidedAt !== null ? "void" : waits ? "waiting" : isOver };
};

const toEnded = ({ label, serial, why, ended_at }: EndedTokenRow): EndedAuthenticator => ({
  label,
  serial,
  why,
  endedAt: ended_at,
});

const reasonOf = (letter: VerdictLetter | undefined): VerificationReason | null =>
  letter?.state === "expired" ? "letter_expired" : letter?.state === "void" ? "letter_void" : null;

/** Refusals that a letter or an ended authenticator may explain. */
const unexplained: readonly VerificationReason[] = ["wrong_code", "no_token", "token_pending"];

export const untraced = (reason: VerificationReason): Trace => ({
  reason,
  letter: null,
  ended: null,
  waiting: null,
  codesVoidedAt: null,
});

/** A backup code of the set before. It counts like any wrong one: the sheet may be in other hands by now. */
const ofVoidSet = (plain: Trace, codesVoidedAt: number): Trace =>
  plain.reason === "wrong_code" || plain.reason === "no_token"
    ? { ...plain, reason: "codes_replaced", codesVoidedAt }
    : plain;

/** Looks for the letters and ended authenticators that a refused code, or the first code of a letter, relates to. */
export async function traceOf(
  tx: Tx,
  keys: Keys,
  user: UserId,
  outcome: FactorOutcome,
  { proof, now, window }: { proof: FactorProof; now: number; window: Window },
): Promise<Trace> {
  const { reason, token } = outcome;
  const plain = untraced(reason);
  if (proof.method !== "totp") return proof.voidedAt === null ? plain : ofVoidSet(plain, proof.voidedAt);
  // Most checks: no letter is involved.
  if (!unexplained.includes(reason) && !token?.serial) return plain;
  const letters = (await lettersOfUser(tx, user)).map((letter) => toLetter(letter, now));
  const named = (serial: string | null | undefined) => letters.find((letter) => letter.serial === serial);
  const own = named(token?.serial);
  const waiting = letters.find(({ state }) => state === "waiting") ?? null;
  if (!unexplained.includes(reason)) return { ...plain, letter: own ?? null };
  if (token && !isExpired(token, now)) return { ...plain, letter: own ?? null };
  if (token && own) return { ...plain, letter: own, reason: reasonOf(own) ?? reason, waiting };
  const ended =
    proof.tokenId === undefined ? await findEnded(tx, keys, user, { code: proof.code, at: now, window }) : null;
  if (ended) {
    const letter = named(ended.serial);
    const found = { letter: letter ?? null, ended: toEnded(ended), waiting };
    return { ...plain, ...found, reason: reasonOf(letter) ?? "token_revoked" };
  }
  if (reason === "wrong_code") return { ...plain, letter: waiting };
  const [newest] = letters;
  return { ...plain, letter: newest ?? null, reason: reasonOf(newest) ?? reason, waiting };
}
