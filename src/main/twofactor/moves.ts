import type { ErrorDetails } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Token } from "#shared/model/records.ts";
import type { Actor } from "../base/actor.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { rawOf } from "../store/sqlite/connection.ts";
import { releaseDevice } from "../store/factors/hardware-tokens.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { deleteToken, updateToken } from "../store/factors/tokens.ts";
import { withdrawLetterOf } from "../store/factors/void-enrolments.ts";
import type { Keys } from "../keys/keys.ts";
import { type EndedWhy, keepEnded } from "./ended.ts";
import { moves, requireMove } from "./states.ts";
import { requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { voidOutlived } from "./void-enrolment.ts";

export const noFailures = { failures: 0, aimed_failures: 0 } as const;

export const because = (reason: string | undefined): ErrorDetails => (reason ? { reason } : {});

/** How many wrong codes in a row are forgotten. */
const clearedBy = (act: "disable" | "enable", { failures }: TokenRow): ErrorDetails =>
  act === "enable" && failures > 0 ? { failures } : {};

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
      details: { ...details, ...clearedBy(act, found.token), ...because(input.reason) },
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
