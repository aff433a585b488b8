import type { ErrorDetails } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Token } from "#shared/model/records.ts";
import { type Actor, appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { rawOf } from "../store/connection.ts";
import { releaseDevice } from "../store/hardware-tokens.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/schema.ts";
import { deleteToken, updateToken } from "../store/tokens.ts";
import { withdrawLetterOf } from "../store/void-enrolments.ts";
import { attemptsOf, clearFailures } from "../throttle/throttle.ts";
import type { Keys } from "../vault/keys.ts";
import { type EndedWhy, keepEnded } from "./ended.ts";
import { moves, requireMove } from "./states.ts";
import { testKey, throttleKey } from "./throttle-keys.ts";
import { requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { voidOutlived } from "./void-enrolment.ts";

const noFailures = { failures: 0, aimed_failures: 0 } as const;

const because = (reason: string | undefined): ErrorDetails => (reason ? { reason } : {});

/** Disables or enables. Does nothing if it is so already. @throws AppError NOT_FOUND, TOKEN_STATE */
export async function switchToken(
  context: Context,
  act: "disable" | "enable",
  input: { tokenId: TokenId; reason?: string | undefined },
): Promise<Token> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    const { to, action } = moves[act];
    if (found.token.status === to) return toToken(found.token);
    requireMove(found.token, act);
    const change: Partial<TokenRow> = act === "enable" ? { status: to, ...noFailures } : { status: to };
    await updateToken(tx, found.token.id, change);
    const { target, details } = tokenTarget(found);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action,
      target,
      details: { ...details, ...because(input.reason) },
    });
    if (act === "enable") await voidOutlived(tx, keys, found.user, { actor: actorOf(context), at: context.now });
    return toToken({ ...found.token, ...change });
  });
}

/**
 * Revokes in the caller's transaction: the seed is kept only where nothing accepts it, a device returns to the
 * inventory.
 *
 * @throws AppError TOKEN_STATE
 */
export async function revokeWithin(
  tx: Tx,
  keys: Keys,
  found: UserToken,
  facts: { actor: Actor; now: number; details?: ErrorDetails; device?: "stock" | "lost"; why?: EndedWhy },
): Promise<TokenRow> {
  requireMove(found.token, "revoke");
  const change = { status: moves.revoke.to, seed: null, expires_at: null };
  const why = found.token.status === "pending" ? "cancelled" : facts.device === "lost" ? "lost" : facts.why;
  keepEnded(rawOf(tx), keys, found.token.id, why ?? "revoked", facts.now);
  if (found.token.status === "pending") withdrawLetterOf(rawOf(tx), found.token.id, facts.now);
  await updateToken(tx, found.token.id, change);
  await releaseDevice(tx, found.token, facts.device ?? "stock", facts.now);
  const { target, details } = tokenTarget(found);
  await appendAudit(tx, keys, facts.now, {
    actor: facts.actor,
    action: moves.revoke.action,
    target,
    details: { ...details, ...facts.details },
  });
  return { ...found.token, ...change };
}

/** Revoking again does nothing. @throws AppError NOT_FOUND */
export async function revokeToken(context: Context, input: ParsedInputOf<"tokens.revoke">): Promise<Token> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    if (found.token.status === moves.revoke.to) return toToken(found.token);
    const facts = { actor: actorOf(context), now: context.now, details: because(input.reason) };
    return toToken(await revokeWithin(tx, keys, found, facts));
  });
}

/**
 * Clears the effects of too many wrong codes: the lock, and the person's waiting period.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE
 */
export async function unlockToken(context: Context, input: ParsedInputOf<"tokens.unlock">): Promise<Token> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    const { token, user } = found;
    const waits = await attemptsOf(tx, throttleKey(user.id), context.now);
    const tests = await attemptsOf(tx, testKey(user.id), context.now);
    // A pending one keeps its count: only the person's waiting period ends.
    const pending = token.status === "pending" && waits.failures + tests.failures > 0;
    if (!pending && token.status !== moves.unlock.to) requireMove(token, "unlock");
    const counted = token.failures + waits.failures + tests.failures;
    if (token.status === moves.unlock.to && counted === 0) return toToken(token);
    const change = pending ? {} : { status: moves.unlock.to, ...noFailures };
    if (!pending) await updateToken(tx, token.id, change);
    if (token.status === "locked") await voidOutlived(tx, keys, user, { actor: actorOf(context), at: context.now });
    await clearFailures(tx, throttleKey(user.id));
    await clearFailures(tx, testKey(user.id));
    const { target, details } = tokenTarget(found);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: moves.unlock.action,
      target,
      details: { ...details, failures: token.failures, ...because(input.reason) },
    });
    return toToken({ ...token, ...change });
  });
}

/** @throws AppError NOT_FOUND */
export async function renameToken(context: Context, input: ParsedInputOf<"tokens.rename">): Promise<Token> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    const { token } = found;
    if (token.label === input.label) return toToken(token);
    await updateToken(tx, token.id, { label: input.label });
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "token.rename",
      target: tokenTarget(found).target,
      details: { tokenId: token.id, labelBefore: token.label, labelAfter: input.label },
    });
    return toToken({ ...token, label: input.label });
  });
}

/**
 * Cancels a pending enrolment and erases its seed; a letter that carries it is void. @throws AppError NOT_FOUND,
 * TOKEN_STATE
 */
export async function cancelEnrolment(context: Context, id: TokenId): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, id);
    requireMove(found.token, "cancel");
    keepEnded(rawOf(tx), keys, id, "cancelled", context.now);
    withdrawLetterOf(rawOf(tx), id, context.now);
    await deleteToken(tx, id);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: moves.cancel.action,
      ...tokenTarget(found),
    });
    return {};
  });
}
