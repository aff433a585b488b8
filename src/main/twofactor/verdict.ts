import type { UserStatus, Verdict, VerificationReason } from "#shared/model/records.ts";
import { agree, isFar, suspectClock } from "../base/clock.ts";
import { readClockSamples } from "../store/factors/clock-samples.ts";
import type { Db } from "../store/store.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { isExpired } from "./expiry.ts";
import type { FactorOutcome } from "./factor.ts";
import { explainReason } from "./messages.ts";
import { nextActions } from "./next-actions.ts";
import { stepAt } from "./totp.ts";
import { type Trace, untraced } from "./trace.ts";

/** A code that was accepted so much later than now, in milliseconds, is of a clock that was in the future. */
const clockSlack = 60_000;

/** The state of a check when its words are chosen. */
export interface VerdictFacts {
  method: Verdict["method"];
  user: UserStatus;
  /** Whether the person has an active authenticator. */
  enrolled: boolean;
  now: number;
  retryAt?: number;
  suspectedMs?: number | null;
  clockVouched?: boolean;
  trace?: Trace;
  testsOver?: boolean;
  resyncReach: number;
  /** See `targetsOf`. */
  targets?: Verdict["targets"];
}

/** Until when the codes of an authenticator are refused that was used while this computer's clock was in the future. */
function usedInFuture(token: TokenRow | null, now: number): number | null {
  if (!token || token.kind === "hotp" || token.last_step === null || token.last_used_at === null) return null;
  const until = (token.last_step + 1) * token.period * 1000;
  return token.last_used_at > now + clockSlack && until > now + clockSlack ? until : null;
}

/** What the operator is told. @param outcome null if nothing was checked */
export function verdictOf(reason: VerificationReason, outcome: FactorOutcome | null, facts: VerdictFacts): Verdict {
  const token = outcome?.token ?? null;
  const first = outcome?.activates && token ? token : null;
  const drift = outcome?.drift ?? null;
  const expired = token !== null && isExpired(token, facts.now);
  const clockVouched = facts.clockVouched ?? false;
  const trace = facts.trace ?? untraced(reason);
  const { letter, ended, waiting, codesVoidedAt } = trace;
  const targets = facts.targets ?? [];
  const far = reason === "drifted" && Math.abs(drift ?? 0) >= facts.resyncReach;
  const usedUntil = reason === "already_used" ? usedInFuture(token, facts.now) : null;
  const stale = reason === "drifted" && outcome !== null && token?.kind === "totp" && !isFresh(outcome, facts.now);
  const { method, enrolled, testsOver = false } = facts;
  const known = { method, enrolled, testsOver, far, stale, expired, clockVouched, usedUntil };
  const message = explainReason(reason, {
    ...known,
    token,
    drift,
    waiting,
    codesVoidedAt,
    mayBeFar: reason === "wrong_code" ? targets.map(({ label }) => label) : [],
    fits: outcome?.fits ?? null,
    user: facts.user,
    suspectedMs: facts.suspectedMs ?? null,
    first: first && { serial: first.serial, replaces: first.replaces !== null },
    letter,
    ended,
  });
  const saysDrift = reason === "drifted" || reason === "clock" || (reason === "ok" && token?.kind === "totp");
  const hardware = token !== null && token.hardware_id !== null;
  const acting = { ...known, kind: token?.kind ?? "totp", hardware, trace, hasTarget: targets.length > 0 } as const;
  return {
    result: reason === "ok" ? "accepted" : "refused",
    reason,
    message,
    method: facts.method,
    tokenId: token?.id ?? null,
    tokenLabel: token?.label ?? null,
    activates: first !== null,
    driftSteps: saysDrift ? drift : null,
    remainingBackupCodes: outcome?.remainingBackupCodes ?? null,
    retryAt: facts.retryAt ?? null,
    offsetSeconds: saysDrift && token?.kind === "totp" && drift !== null ? drift * token.period : null,
    actions: nextActions(reason, acting),
    targets,
    letter,
    ended,
  };
}

/** Other people's codes that are older than this, in milliseconds, no longer show that the clock is right. */
const vouchesFor = 3_600_000;

/** What a drifted code, together with other people's, says about this computer's clock. */
export interface ClockJudgement {
  /** By how much this computer's clock is probably wrong, in milliseconds; null if it is not. */
  suspectedMs: number | null;
  /** Whether other people's last codes have just shown that it is right. */
  clockVouched: boolean;
}

/**
 * Whether a drifted code is this computer's fault: it is off by as much as other people's recent codes. Nobody should
 * change a phone while this computer is the likelier cause.
 *
 * @param holder whose code it is
 */
export async function judgeClock(db: Db, holder: string, outcome: FactorOutcome, now: number): Promise<ClockJudgement> {
  const { reason, token, drift } = outcome;
  if (reason !== "drifted" || token?.kind !== "totp" || drift === null)
    return { suspectedMs: null, clockVouched: false };
  const stepMs = token.period * 1000;
  const own = { offsetMs: drift * stepMs, stepMs };
  const others = (await readClockSamples(db, now)).filter((sample) => sample.holder !== holder);
  const { suspectedMs } = suspectClock(isFresh(outcome, now) ? [own, ...others] : others);
  const atFault = suspectedMs !== null && agree(own, { offsetMs: suspectedMs, stepMs });
  const [last, before] = others;
  const clockVouched =
    [last, before].every((sample) => sample && !isFar(sample) && sample.at >= now - vouchesFor) && suspectedMs === null;
  return { suspectedMs: atFault ? suspectedMs : null, clockVouched };
}

/**
 * Whether a code is newer than every accepted one: an older one, read by somebody else or kept, says nothing about a
 * clock.
 */
export const isFresh = ({ token, drift }: FactorOutcome, now: number): boolean =>
  token !== null && drift !== null && stepAt(now, token.period) + drift > (token.last_step ?? -1);
