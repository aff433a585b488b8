import type { ErrorDetails } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Token } from "#shared/model/records.ts";
import { change, type Change } from "../call/change.ts";
import type { Context } from "../call/context.ts";
import { releaseDevice } from "../store/factors/hardware-tokens.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { deleteToken, updateToken } from "../store/factors/tokens.ts";
import { withdrawLetterOf } from "../store/factors/void-enrolments.ts";
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
  return change(context, async (made) => {
    const { tx, note } = made;
    const found = await requireUserToken(tx, input.tokenId);
    const { to, action } = moves[act];
    if (found.token.status === to) return toToken(found.token);
    requireMove(found.token, act);
    const switched: Partial<TokenRow> = act === "enable" ? { status: to, ...noFailures } : { status: to };
    await updateToken(tx, found.token.id, switched);
    const { target, details } = tokenTarget(found);
    note({ action, target, details: { ...details, ...clearedBy(act, found.token), ...because(input.reason) } });
    if (act === "enable") await voidOutlived(made, found.user);
    return toToken({ ...found.token, ...switched });
  });
}

/**
 * Revokes in the caller's transaction: the seed is kept only where nothing accepts it, a device returns to the
 * inventory.
 *
 * @throws AppError TOKEN_STATE
 */
export async function revokeWithin(
  made: Change,
  found: UserToken,
  facts: { details?: ErrorDetails; device?: "stock" | "lost"; why?: EndedWhy } = {},
): Promise<TokenRow> {
  const { tx, at, note } = made;
  requireMove(found.token, "revoke");
  const revoked = { status: moves.revoke.to, seed: null, expires_at: null };
  const why = found.token.status === "pending" ? "cancelled" : facts.device === "lost" ? "lost" : facts.why;
  await keepEnded(made, found.token.id, why ?? "revoked");
  if (found.token.status === "pending") await withdrawLetterOf(tx, found.token.id, at);
  await updateToken(tx, found.token.id, revoked);
  await releaseDevice(tx, found.token, facts.device ?? "stock", at);
  const { target, details } = tokenTarget(found);
  note({ action: moves.revoke.action, target, details: { ...details, ...facts.details } });
  return { ...found.token, ...revoked };
}

/** Revoking again does nothing. @throws AppError NOT_FOUND */
export async function revokeToken(context: Context, input: ParsedInputOf<"tokens.revoke">): Promise<Token> {
  return change(context, async (made) => {
    const found = await requireUserToken(made.tx, input.tokenId);
    if (found.token.status === moves.revoke.to) return toToken(found.token);
    return toToken(await revokeWithin(made, found, { details: because(input.reason) }));
  });
}

/** @throws AppError NOT_FOUND */
export async function renameToken(context: Context, input: ParsedInputOf<"tokens.rename">): Promise<Token> {
  return change(context, async ({ tx, note }) => {
    const found = await requireUserToken(tx, input.tokenId);
    const { token } = found;
    if (token.label === input.label) return toToken(token);
    await updateToken(tx, token.id, { label: input.label });
    note({
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
  return change(context, async (made) => {
    const { tx, at, note } = made;
    const found = await requireUserToken(tx, id);
    requireMove(found.token, "cancel");
    await keepEnded(made, id, "cancelled");
    await withdrawLetterOf(tx, id, at);
    await deleteToken(tx, id);
    note({ action: moves.cancel.action, ...tokenTarget(found) });
    return {};
  });
}
