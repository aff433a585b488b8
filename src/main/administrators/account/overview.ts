import type { Account } from "#shared/contract/account.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { hashSessionToken, bindingOf } from "../access/sessions.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { readAdmin } from "../../store/console/admins.ts";
import type { Db } from "../../store/store.ts";
import type { AdminRow, SessionRow, TokenRow } from "../../store/migrations/schema.ts";
import { deskWords } from "../../store/console/desks.ts";
import { sessionsOf } from "../../store/console/sessions.ts";
import { tokensOf } from "../../store/factors/tokens.ts";
import { backupCodeStatus } from "../../twofactor/code-status.ts";

/** The caller as the store has it now. @throws AppError NOT_SIGNED_IN */
export async function requireSelf(db: Db, context: Context): Promise<AdminRow> {
  const id = context.session?.admin_id;
  const admin = id === undefined ? undefined : await readAdmin(db, id);
  // What the door found may be old: somebody reset or disabled meanwhile changes nothing any more.
  if (!admin || admin.status !== "active" || admin.must_enrol === 1) throw new AppError("NOT_SIGNED_IN");
  return admin;
}

export const holderOf = (admin: AdminRow) => ({ kind: "admin", id: admin.id }) as const;

/** @throws AppError NOT_FOUND, also for somebody else's */
export async function requireOwnToken(db: Db, admin: AdminRow, id: TokenId): Promise<TokenRow> {
  const token = (await tokensOf(db, holderOf(admin))).find((row) => row.id === id);
  if (!token) throw new AppError("NOT_FOUND", { text: text("account.noSuchAuthenticator") });
  return token;
}

const toAuthenticator = (token: TokenRow): Account["authenticators"][number][] =>
  token.status === "active" || token.status === "locked"
    ? [
        {
          id: token.id,
          label: token.label,
          status: token.status,
          createdAt: token.created_at,
          lastUsedAt: token.last_used_at,
        },
      ]
    : [];

const lives = (row: SessionRow, now: number): boolean => now < Math.min(row.last_seen_at + row.idle_ms, row.expires_at);

/** The state of the caller's own security, with the session that the caller has now. */
export async function showAccount(context: Context): Promise<Account> {
  const { db } = opened(context).store;
  const admin = await requireSelf(db, context);
  const token = context.caller.session.get();
  const current = token === null ? null : hashSessionToken(token, bindingOf(context));
  const sessions = (await sessionsOf(db, admin.id)).filter((row) => lives(row, context.now));
  const policy = await readPolicy(db);
  const deskOf = await deskWords(db, context.live.desk);
  return {
    name: actorOf(context).name,
    role: admin.role,
    authenticators: (await tokensOf(db, holderOf(admin))).flatMap(toAuthenticator),
    backupCodes: await backupCodeStatus(db, holderOf(admin)),
    sessions: sessions.map((row) => ({
      id: row.id,
      origin: row.origin,
      desk: deskOf(row.desk_id),
      signedInAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      expiresAt: row.expires_at,
      locked: row.locked_at !== null,
      current: current !== null && row.token_hash.equals(current),
    })),
    secondFactor: admin.second_factor,
    secondFactorOptional: policy.secondFactorOptional,
    passwordChangedAt: admin.password_changed_at,
  };
}
