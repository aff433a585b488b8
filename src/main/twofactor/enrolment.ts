import { randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { TokenId } from "#shared/model/ids.ts";
import type { PendingEnrolment } from "#shared/model/records.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { newId } from "../ids.ts";
import { activeCodeSet, countUnused, replaceCodeSet } from "../store/backup-codes.ts";
import { readConsole } from "../store/console.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/schema.ts";
import { type Holder, holderColumns, insertToken, tokensOf, updateToken } from "../store/tokens.ts";
import { requireUser } from "../store/users.ts";
import type { Keys } from "../vault/keys.ts";
import { newCodeSet } from "./backup-codes.ts";
import { requireClock } from "./clock.ts";
import { acceptedReach, seedPlace, unsealSeed } from "./check.ts";
import { requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { base32Seed, defaultParameters, findStep, keyUri, seedLength, stepAt, type TotpParameters } from "./totp.ts";

/** How long an enrolment that was begun can be confirmed, in milliseconds. */
const pendingTime = 15 * 60_000;

/** A new pending authenticator and its seed in the clear, which the caller shows once and wipes. */
export function newPendingToken(
  keys: Keys,
  holder: Holder,
  parameters: TotpParameters,
  facts: { label: string; replaces: TokenId | null; now: number },
) {
  const id = newId(TokenId, facts.now);
  const seed = randomBytes(seedLength);
  const row: TokenRow = {
    id,
    ...holderColumns(holder),
    label: facts.label,
    ...parameters,
    status: "pending",
    seed: keys.seal(seedPlace(id), seed),
    last_step: null,
    drift: 0,
    failures: 0,
    replaces: facts.replaces,
    created_at: facts.now,
    activated_at: null,
    last_used_at: null,
    expires_at: facts.now + pendingTime,
  };
  return { row, seed };
}

/** What is shown of a pending authenticator while it is pending, and never again. */
export function showPending(row: TokenRow, seed: Buffer, issuer: string, account: string): PendingEnrolment {
  const shown = {
    tokenId: row.id,
    uri: keyUri(issuer, account, seed, row),
    secret: base32Seed(seed),
    expiresAt: row.expires_at ?? 0,
  };
  seed.fill(0);
  return shown;
}

/** @throws AppError INVALID_REFERENCE when the authenticator is not one of this user's, TOKEN_STATE */
function requireReplaceable(own: TokenRow[], id: TokenId): TokenRow {
  const token = own.find((row) => row.id === id);
  if (!token) throw new AppError("INVALID_REFERENCE", { message: "That is not an authenticator of this user." });
  if (token.status === "revoked") {
    throw new AppError("TOKEN_STATE", { message: "That authenticator is revoked already." });
  }
  return token;
}

/** A name to tell a user's authenticators apart by, where none was given. */
function ownLabel(own: TokenRow[]): string {
  const taken = new Set(own.map(({ label }) => label));
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? "Authenticator" : `Authenticator ${number}`;
    if (!taken.has(label)) return label;
  }
}

/** @throws AppError NOT_FOUND, USER_DISABLED, INVALID_REFERENCE, TOKEN_STATE */
export async function beginEnrolment(
  context: Context,
  input: ParsedInputOf<"tokens.begin">,
): Promise<PendingEnrolment> {
  const { store, keys } = opened(context);
  const parameters = {
    algorithm: input.algorithm ?? defaultParameters.algorithm,
    digits: input.digits ?? defaultParameters.digits,
    period: input.period ?? defaultParameters.period,
  };
  return store.write(async (tx) => {
    const user = await requireUser(tx, input.user);
    if (user.status === "disabled") throw new AppError("USER_DISABLED");
    const holder = { kind: "user", id: user.id } as const;
    const own = await tokensOf(tx, holder);
    const replaced = input.replaces === undefined ? null : requireReplaceable(own, input.replaces);
    const label = input.label || replaced?.label || ownLabel(own);
    const facts = { label, replaces: replaced?.id ?? null, now: context.now };
    const { row, seed } = newPendingToken(keys, holder, parameters, facts);
    await insertToken(tx, row);
    const details = {
      tokenId: row.id,
      label: row.label,
      ...parameters,
      ...(input.replaces ? { replaces: input.replaces } : {}),
    };
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "token.begin",
      target: { id: user.id, name: user.username },
      details,
    });
    const issuer = (await readConsole(tx))?.issuer ?? "";
    return showPending(row, seed, issuer, user.username);
  });
}

/**
 * Proves a pending authenticator by a code of the current time.
 *
 * @returns the step, which counts as used
 * @throws AppError TOKEN_STATE, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG
 */
export function provePending(keys: Keys, token: TokenRow, code: string, now: number): { step: number; drift: number } {
  if (token.status !== "pending") throw new AppError("TOKEN_STATE", { message: "This enrolment is finished." });
  if (token.expires_at !== null && now > token.expires_at) throw new AppError("ENROLMENT_EXPIRED");
  const seed = unsealSeed(keys, token);
  const current = stepAt(now, token.period);
  const step = findStep(seed, code, token, current, acceptedReach);
  seed.fill(0);
  if (step === null) throw new AppError("ENROLMENT_CODE_WRONG");
  return { step, drift: step - current };
}

/** What a proven authenticator becomes. */
export const activated = (proof: { step: number; drift: number }, now: number): Partial<TokenRow> => ({
  status: "active",
  last_step: proof.step,
  drift: proof.drift,
  activated_at: now,
  last_used_at: now,
  expires_at: null,
  replaces: null,
});

async function revokeReplaced(context: Context, tx: Tx, keys: Keys, found: UserToken): Promise<void> {
  if (found.token.replaces === null) return;
  await updateToken(tx, found.token.replaces, { status: "revoked", seed: null });
  await appendAudit(tx, keys, context.now, {
    actor: actorOf(context),
    action: "token.revoke",
    target: tokenTarget(found).target,
    details: { tokenId: found.token.replaces, replacedBy: found.token.id },
  });
}

/** @throws AppError NOT_FOUND, USER_DISABLED, TOKEN_STATE, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG, CLOCK_ROLLED_BACK */
export async function confirmEnrolment(
  context: Context,
  input: ParsedInputOf<"tokens.confirm">,
): Promise<OutputOf<"tokens.confirm">> {
  const { store, keys } = opened(context);
  const { now } = context;
  const before = await store.write(async (tx) => {
    await requireClock(tx, now);
    return requireUserToken(tx, input.tokenId);
  });
  provePending(keys, before.token, input.code, now);
  const holder = { kind: "user", id: before.user.id } as const;
  // Argon2id takes too long for a transaction; the codes are only kept if they are wanted there.
  const fresh = await newCodeSet(keys, holder, now, context.options.codeCost);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    if (found.user.status === "disabled") throw new AppError("USER_DISABLED");
    const change = activated(provePending(keys, found.token, input.code, now), now);
    const older = await activeCodeSet(tx, holder);
    const wanted = !older || found.token.replaces !== null || (await countUnused(tx, older.id)) === 0;
    await updateToken(tx, found.token.id, change);
    await revokeReplaced(context, tx, keys, found);
    if (wanted) await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, now);
    const { target, details } = tokenTarget(found);
    await appendAudit(tx, keys, now, {
      actor: actorOf(context),
      action: "token.confirm",
      target,
      details: { ...details, backupCodes: wanted ? fresh.codes.length : 0 },
    });
    return { token: toToken({ ...found.token, ...change }), backupCodes: wanted ? fresh.codes : [] };
  });
}

/** Voids what is left and makes new codes. @throws AppError NOT_FOUND, USER_DISABLED, TOKEN_STATE */
export async function regenerateBackupCodes(
  context: Context,
  input: ParsedInputOf<"tokens.regenerateBackupCodes">,
): Promise<{ backupCodes: string[] }> {
  const { store, keys } = opened(context);
  const user = await requireUser(store.db, input.user);
  if (user.status === "disabled") throw new AppError("USER_DISABLED");
  const holder = { kind: "user", id: user.id } as const;
  const fresh = await newCodeSet(keys, holder, context.now, context.options.codeCost);
  await store.write(async (tx) => {
    const current = await requireUser(tx, { id: user.id });
    if (current.enrolment !== "active") throw new AppError("TOKEN_STATE", { message: "Enrol an authenticator first." });
    await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, context.now);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "backup_codes.regenerate",
      target: { id: user.id, name: user.username },
      details: { count: fresh.codes.length },
    });
  });
  return { backupCodes: fresh.codes };
}
