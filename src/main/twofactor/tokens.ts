import { AppError } from "#shared/errors.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Token, TokenStatus } from "#shared/model/records.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/schema.ts";
import { deleteToken, readToken, updateToken } from "../store/tokens.ts";
import { requireUser, type UserWithEnrolment } from "../store/users.ts";

/** Only a user's: an administrator's own authenticator is never listed. */
export function toToken(row: TokenRow): Token {
  if (row.user_id === null) throw new AppError("NOT_FOUND");
  return {
    id: row.id,
    userId: row.user_id,
    label: row.label,
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    status: row.status,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    driftSteps: row.drift,
    failures: row.failures,
  };
}

/** The allowed moves of an authenticator by hand; activation is by a code only. */
const moves: Record<"disabled" | "active" | "revoked", { from: TokenStatus[]; action: string }> = {
  disabled: { from: ["active"], action: "token.disable" },
  active: { from: ["disabled", "locked"], action: "token.enable" },
  revoked: { from: ["pending", "active", "disabled", "locked"], action: "token.revoke" },
};

export interface UserToken {
  token: TokenRow;
  user: UserWithEnrolment;
}

/** @throws AppError NOT_FOUND, also for an administrator's own authenticator */
export async function requireUserToken(tx: Tx, id: TokenId): Promise<UserToken> {
  const token = await readToken(tx, id);
  if (!token || token.user_id === null) throw new AppError("NOT_FOUND", { message: "There is no such authenticator." });
  return { token, user: await requireUser(tx, { id: token.user_id }) };
}

export const tokenTarget = ({ token, user }: UserToken) => ({
  target: { id: user.id, name: user.username },
  details: { tokenId: token.id, label: token.label },
});

/** @throws AppError NOT_FOUND, TOKEN_STATE */
export async function moveToken(context: Context, id: TokenId, to: keyof typeof moves): Promise<Token> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, id);
    const { token } = found;
    if (token.status === to) return toToken(token);
    const move = moves[to];
    if (!move.from.includes(token.status)) {
      throw new AppError("TOKEN_STATE", {
        message: `This authenticator is ${token.status}.`,
        details: { status: token.status },
      });
    }
    const change: Partial<TokenRow> = { status: to };
    if (to === "revoked") change.seed = null;
    if (to === "active") change.failures = 0;
    await updateToken(tx, id, change);
    await appendAudit(tx, keys, context.now, { actor: actorOf(context), action: move.action, ...tokenTarget(found) });
    return toToken({ ...token, ...change });
  });
}

/** Throws a pending enrolment away with its seed. @throws AppError NOT_FOUND, TOKEN_STATE */
export async function cancelEnrolment(context: Context, id: TokenId): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const found = await requireUserToken(tx, id);
    if (found.token.status !== "pending") throw new AppError("TOKEN_STATE", { message: "This enrolment is finished." });
    await deleteToken(tx, id);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "token.cancel",
      ...tokenTarget(found),
    });
    return {};
  });
}
