import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { TokenId } from "#shared/model/ids.ts";
import type { Token } from "#shared/model/records.ts";
import { type Context, opened } from "../call/context.ts";
import { decodeCursor, encodeCursor } from "../base/cursor.ts";
import type { Db } from "../store/store.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { listTokens, readToken } from "../store/factors/tokens.ts";
import { requireUser, userTarget, type UserWithGroups } from "../store/people/users.ts";

/** Only people's: an administrator's own authenticator is never listed. */
export function toToken(row: TokenRow): Token {
  if (row.user_id === null) throw new AppError("NOT_FOUND");
  return {
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    label: row.label,
    serial: row.serial,
    hardwareId: row.hardware_id,
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

export interface UserToken {
  token: TokenRow;
  user: UserWithGroups;
}

/** @throws AppError NOT_FOUND, also for an administrator's own authenticator */
export async function requireUserToken(db: Db, id: TokenId): Promise<UserToken> {
  const token = await readToken(db, id);
  if (!token || token.user_id === null) throw new AppError("NOT_FOUND", { text: text("authenticators.noSuch") });
  return { token, user: await requireUser(db, { id: token.user_id }) };
}

/** How an authenticator is named in the audit log: under its person. */
export const tokenTarget = ({ token, user }: UserToken) => ({
  target: userTarget(user),
  details: { tokenId: token.id, label: token.label, ...(token.serial === null ? {} : { serial: token.serial }) },
});

/** @throws AppError USER_DISABLED */
export function requireActiveUser(user: Pick<UserWithGroups, "status">): void {
  if (user.status === "active") return;
  throw new AppError("USER_DISABLED", user.status === "left" ? { text: text("authenticators.hasLeft") } : {});
}

const pageSize = 50;

/** Everybody's authenticators, newest first. @throws AppError NOT_FOUND for an unknown person */
export async function listAll(context: Context, input: ParsedInputOf<"tokens.list">): Promise<OutputOf<"tokens.list">> {
  const { db } = opened(context).store;
  const limit = input.limit ?? pageSize;
  const rows = await listTokens(db, {
    user: input.user === undefined ? null : (await requireUser(db, input.user)).id,
    status: input.status,
    before: input.cursor === undefined ? undefined : decodeCursor(TokenId, input.cursor),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ ...toToken(row), username: row.username })),
    nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null,
  };
}
