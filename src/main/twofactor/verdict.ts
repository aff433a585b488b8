import type { UserStatus, Verdict, VerificationReason } from "#shared/model/records.ts";
import { suspectClock } from "../clock.ts";
import { readClockSamples } from "../store/clock-samples.ts";
import { rawOf } from "../store/connection.ts";
import type { Db } from "../store/open.ts";
import { isExpired } from "./expiry.ts";
import type { FactorOutcome } from "./factor.ts";
import { explainReason } from "./messages.ts";

/** Where a check stands when its words are chosen. */
export interface VerdictFacts {
  method: Verdict["method"];
  user: UserStatus;
  now: number;
  retryAt?: number;
  suspectedMs?: number | null;
}

/** What the operator is told. @param outcome null where nothing was checked */
export function verdictOf(reason: VerificationReason, outcome: FactorOutcome | null, facts: VerdictFacts): Verdict {
  const token = outcome?.token ?? null;
  const message = explainReason(reason, {
    method: facts.method,
    token,
    drift: outcome?.drift ?? null,
    expired: token !== null && isExpired(token, facts.now),
    fits: outcome?.fits ?? null,
    user: facts.user,
    suspectedMs: facts.suspectedMs ?? null,
  });
  const saysDrift = reason === "drifted" || reason === "clock" || (reason === "ok" && token?.kind === "totp");
  return {
    result: reason === "ok" ? "accepted" : "refused",
    reason,
    message,
    method: facts.method,
    tokenId: token?.id ?? null,
    tokenLabel: token?.label ?? null,
    driftSteps: saysDrift ? (outcome?.drift ?? null) : null,
    remainingBackupCodes: outcome?.remainingBackupCodes ?? null,
    retryAt: facts.retryAt ?? null,
  };
}

/**
 * Whether a drifted code is this computer's fault: it is off by what most others were off by of late.
 *
 * @returns by how much this computer's clock is probably wrong, in milliseconds; null where it is not
 */
export function clockAtFault(db: Db, outcome: FactorOutcome, now: number): number | null {
  const { reason, token, drift } = outcome;
  if (reason !== "drifted" || token?.kind !== "totp" || drift === null) return null;
  const { suspectedMs } = suspectClock(readClockSamples(rawOf(db), now).map(({ offsetMs }) => offsetMs));
  if (suspectedMs === null) return null;
  const step = token.period * 1000;
  return Math.abs(drift * step - suspectedMs) <= step ? suspectedMs : null;
}
