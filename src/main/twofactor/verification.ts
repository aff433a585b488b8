import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { Verdict, VerificationReason } from "#shared/model/records.ts";
import { change, type Change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import { voidCodeSet } from "../store/factors/backup-codes.ts";
import type { Store, Tx } from "../store/store.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { openRestore } from "../store/backups/restores.ts";
import { type Holder, readToken, tokensOf } from "../store/factors/tokens.ts";
import { requireUser, userTarget, type UserWithGroups } from "../store/people/users.ts";
import { attemptsOf, recordFailure } from "../throttle/throttle.ts";
import type { Keys } from "../keys/keys.ts";
import { requireClock } from "./clock.ts";
import { activateWithin } from "./enrolment.ts";
import { type FactorOutcome, type FactorProof, prepareFactor, settleFactor, tryFactor } from "./factor.ts";
import { settleLimit } from "./guesses.ts";
import { testKey, throttleKey } from "./throttle-keys.ts";
import { targetsOf } from "./targets.ts";
import { type Trace, traceOf } from "./trace.ts";
import { isFresh, judgeClock, verdictOf, type VerdictFacts } from "./verdict.ts";
import { voidOutlived } from "./void-enrolment.ts";

/** With these, a code that fits has a drift; one that has none is as wrong as with an active authenticator. */
const inactive: ReadonlySet<VerificationReason> = new Set(["token_locked", "token_disabled", "token_pending"]);

/** Only a guess counts against the person: a code that was once right, or came too early, is not one. */
const countsAsGuess = ({ reason, drift }: FactorOutcome): boolean =>
  reason === "wrong_code" || reason === "malformed" || (inactive.has(reason) && drift === null);

type Input = ParsedInputOf<"verification.check">;

type PersonProof = FactorProof & { holder: Holder };

interface Asking {
  made: Change;
  user: UserWithGroups;
  policy: Policy;
}

/** What follows from the outcome, besides the verdict. */
async function follow({ made, user }: Asking, outcome: FactorOutcome): Promise<void> {
  const { token, activates, atLimit } = outcome;
  if (activates && token) {
    await activateWithin(made, { token, user }, { proof: activates, backupCodes: 0 });
  }
  await settleLimit(made, user, atLimit);
}

interface Decision {
  verdict: Verdict;
  outcome: FactorOutcome | null;
}

/** Look-up secrets have the same limit as authenticators (NIST SP 800-63B-4 3.2.2): then new ones must be made. */
async function voidCodes({ made, user }: Asking): Promise<void> {
  if (!(await voidCodeSet(made.tx, { kind: "user", id: user.id }, made.at))) return;
  const details = { reason: "guessed" };
  made.note({ actor: null, action: "backup_codes.void", target: userTarget(user), details });
}

const factsOf = ({ made: { at: now }, user, policy }: Asking, { method }: FactorProof): VerdictFacts => ({
  method,
  user: user.status,
  enrolled: user.enrolment === "active",
  now,
  resyncReach: policy.resyncReach,
});

async function targetsFor(
  tx: Tx,
  id: UserWithGroups["id"],
  reason: VerificationReason,
  proof: FactorProof,
): Promise<Verdict["targets"]> {
  if (reason !== "throttled" && (reason !== "wrong_code" || proof.method !== "totp")) return [];
  const wanted = proof.method === "totp" ? proof.tokenId : undefined;
  return targetsOf(reason, await tokensOf(tx, { kind: "user", id }), wanted);
}

/** The words and facts of an outcome: this computer's clock may be the likelier cause. */
async function judge(
  tx: Tx,
  user: UserWithGroups["id"],
  outcome: FactorOutcome,
  proof: FactorProof,
  facts: VerdictFacts & { trace: Trace },
): Promise<Verdict> {
  const clock = await judgeClock(tx, user, outcome, facts.now);
  const reason = clock.suspectedMs === null ? facts.trace.reason : "clock";
  return verdictOf(reason, outcome, { ...facts, ...clock, targets: await targetsFor(tx, user, reason, proof) });
}

/** Nothing was checked: too many codes were wrong before. */
async function refuseWaiting(
  tx: Tx,
  user: UserWithGroups["id"],
  proof: FactorProof,
  facts: VerdictFacts,
): Promise<Decision> {
  const targets = await targetsFor(tx, user, "throttled", proof);
  return { verdict: verdictOf("throttled", null, { ...facts, targets }), outcome: null };
}

/** The person's authenticators, once letters that are no longer needed are void. */
async function tokensNow({ made, user }: Asking): Promise<readonly TokenRow[]> {
  const { tx } = made;
  const holder = { kind: "user", id: user.id } as const;
  const tokens = await tokensOf(tx, holder);
  const waiting = tokens.some(({ status }) => status === "pending");
  const outlived = waiting && (await voidOutlived(made, user, null));
  return outlived ? tokensOf(tx, holder) : tokens;
}

async function decide(asking: Asking, proof: FactorProof): Promise<Decision> {
  const { made, user, policy } = asking;
  const { tx, keys, at: now, moment } = made;
  const facts = factsOf(asking, proof);
  const key = throttleKey(user.id);
  if (user.status !== "active") return { verdict: verdictOf("user_disabled", null, facts), outcome: null };
  const attempts = await attemptsOf(tx, key, moment);
  if (attempts.blockedUntil !== null)
    return refuseWaiting(tx, user.id, proof, { ...facts, retryAt: attempts.blockedUntil });
  const outcome = await settleFactor(tx, keys, proof, policy, now, await tokensNow(asking));
  const trace = await traceOf(tx, keys, user.id, outcome, { proof, now, window: policy });
  const failures = countsAsGuess(outcome) ? await recordFailure(tx, key, moment, policy, attempts) : 0;
  if (proof.method === "backup_code" && failures >= policy.failureLimit) await voidCodes(asking);
  await follow(asking, outcome);
  return { verdict: await judge(tx, user.id, outcome, proof, { ...facts, trace }), outcome };
}

/** While a restore still needs review, an accepted code may be one that was revoked or used since. */
async function originOf(tx: Tx): Promise<Pick<Verdict, "restoredFrom">> {
  const restored = await openRestore(tx);
  return restored ? { restoredFrom: restored.backup_at } : {};
}

/** With the period, the steps of codes that fit some time show how far this computer's clock is off. */
const detailsOf = (verdict: Verdict, outcome: FactorOutcome | null, now: number): ErrorDetails => ({
  method: verdict.method,
  reason: verdict.reason,
  ...(verdict.tokenId ? { tokenId: verdict.tokenId } : {}),
  ...(verdict.driftSteps === null ? {} : { driftSteps: verdict.driftSteps }),
  ...(verdict.driftSteps !== null && outcome?.token?.kind === "totp" && isFresh(outcome, now)
    ? { period: outcome.token.period }
    : {}),
});

/** A backup code's slow part needs the holder before the transaction; a TOTP code has none. */
async function prove(store: Store, keys: Keys, input: Input): Promise<PersonProof | null> {
  if ("code" in input) return null;
  const user = await requireUser(store.db, input.user);
  const holder = { kind: "user", id: user.id } as const;
  return { ...(await prepareFactor(store.db, keys, holder, input)), holder };
}

/** @throws AppError INVALID_REFERENCE if a named authenticator is not one of this person's */
async function codeProof(tx: Tx, user: UserWithGroups, input: Input): Promise<PersonProof> {
  const { tokenId, code = "" } = input;
  if (tokenId !== undefined && (await readToken(tx, tokenId))?.user_id !== user.id) {
    throw new AppError("INVALID_REFERENCE", { text: text("authenticators.notOfPerson") });
  }
  return { method: "totp", holder: { kind: "user", id: user.id }, code, tokenId };
}

/**
 * The help desk's check of a code: verdict, counters and event in one commit.
 *
 * @throws AppError NOT_FOUND, INVALID_REFERENCE, CLOCK_ROLLED_BACK
 */
export async function checkAndCount(context: Context, input: Input): Promise<Verdict> {
  const { store, keys } = opened(context);
  const { now } = context;
  const prepared = await prove(store, keys, input);
  return change(context, async (made) => {
    const { tx, note } = made;
    await requireClock(made);
    const user = await requireUser(tx, input.user);
    const proof = prepared ?? (await codeProof(tx, user, input));
    const policy = await readPolicy(tx);
    const { verdict, outcome } = await decide({ made, user, policy }, proof);
    note({
      action: "verification.check",
      target: userTarget(user),
      result: verdict.result,
      details: detailsOf(verdict, outcome, now),
    });
    return { ...verdict, ...(await originOf(tx)) };
  });
}

/**
 * Says what a check would say. The person's state does not change; wrong codes are counted separately, and delay further
 * attempts as checks do, so that nobody finds a code by trying.
 *
 * @throws AppError NOT_FOUND, INVALID_REFERENCE, CLOCK_ROLLED_BACK
 */
export async function testCode(context: Context, input: Input): Promise<Verdict> {
  const { store, keys } = opened(context);
  const { now } = context;
  const prepared = await prove(store, keys, input);
  return change(context, async (made) => {
    const { tx, note } = made;
    await requireClock(made);
    const user = await requireUser(tx, input.user);
    const proof = prepared ?? (await codeProof(tx, user, input));
    const policy = await readPolicy(tx);
    const { verdict, outcome } = await tryOut({ made, user, policy }, proof);
    note({
      action: "verification.test",
      target: userTarget(user),
      result: verdict.result,
      details: detailsOf(verdict, outcome, now),
    });
    return { ...verdict, ...(await originOf(tx)) };
  });
}

async function tryOut(asking: Asking, proof: PersonProof): Promise<Decision> {
  const { made, user, policy } = asking;
  const { tx, keys, at: now, moment } = made;
  const facts = factsOf(asking, proof);
  if (user.status !== "active") return { verdict: verdictOf("user_disabled", null, facts), outcome: null };
  const checks = await attemptsOf(tx, throttleKey(user.id), moment);
  const tests = await attemptsOf(tx, testKey(user.id), moment);
  const blockedUntil = Math.max(checks.blockedUntil ?? 0, tests.blockedUntil ?? 0);
  if (blockedUntil > 0) return refuseWaiting(tx, user.id, proof, { ...facts, retryAt: blockedUntil });
  // A code found by trying could be used at once, so tests have the same limit as authenticators.
  if (checks.failures + tests.failures >= policy.failureLimit) {
    return refuseWaiting(tx, user.id, proof, { ...facts, testsOver: true });
  }
  const outcome = await tryFactor(tx, keys, proof, policy, now);
  const trace = await traceOf(tx, keys, user.id, outcome, { proof, now, window: policy });
  if (countsAsGuess(outcome)) await recordFailure(tx, testKey(user.id), moment, policy, tests);
  return { verdict: await judge(tx, user.id, outcome, proof, { ...facts, trace }), outcome };
}
