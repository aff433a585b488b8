import { createHmac, hash, randomBytes } from "node:crypto";
import { SessionId } from "#shared/model/ids.ts";
import type { Session } from "#shared/model/records.ts";
import { type Context, opened } from "../../call/context.ts";
import { type Desk, thisComputer } from "../../base/desk.ts";
import { newId } from "../../base/ids.ts";
import type { ConsoleOptions } from "../../base/ports.ts";
import { readPolicy } from "../../policy/policy.ts";
import type { Tx } from "../../store/store.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { rememberDesk } from "../../store/console/desks.ts";
import {
  deleteEndedSessions,
  endSessionsOf,
  insertSession,
  type SessionWithAdmin,
} from "../../store/console/sessions.ts";
import type { Keys } from "../../keys/keys.ts";
import { wrapForSession } from "../../keys/session-slot.ts";

/** A session that begins this much later than now, in milliseconds, was begun before the clock was set back. */
const clockSlack = 15 * 60_000;

/** What a terminal's token is bound to, since it lies in a file that can be copied; null: a window's, which is in memory. */
type Binding = Pick<ConsoleOptions, "clock" | "computer">;

export const bindingOf = ({ caller, options }: Pick<Context, "caller" | "options">): Binding | null =>
  caller.session.outlivesProcess ? options : null;

/**
 * What a token is worth where it is used. A terminal's finds no session and opens nothing on another computer, for another account,
 * or after the computer was started again.
 */
export function boundToken(token: string, binding: Binding | null): Buffer {
  if (!binding) return Buffer.from(token);
  const { clock, computer = thisComputer() } = binding;
  const place = JSON.stringify(["countersign/v1/session", computer.id, clock.uptime().boot]);
  return createHmac("sha256", Buffer.from(token, "base64url")).update(place).digest();
}

/** The store keeps only a hash: reading it does not let anyone take over a session. */
export const hashSessionToken = (token: string, binding: Binding | null): Buffer =>
  hash("sha256", boundToken(token, binding), "buffer");

const idleExpiry = (row: Pick<SessionWithAdmin, "last_seen_at" | "idle_ms" | "expires_at">): number =>
  Math.min(row.last_seen_at + row.idle_ms, row.expires_at);

const hours = (count: number): number => count * 3_600_000;
const minutes = (count: number): number => count * 60_000;

/** Whether a session was begun at this desk: it is valid nowhere else. */
export const isOfThisDesk = (row: Pick<SessionWithAdmin, "desk_id">, desk: Desk): boolean => row.desk_id === desk.id;

/** Whether a session is still valid. A session from the future ends: the clock was set back. */
export const sessionLives = (row: SessionWithAdmin, now: number): boolean =>
  now < idleExpiry(row) && now >= row.created_at - clockSlack && row.admin_status === "active";

/** What is shown of a session. @param now as after this use, UTC milliseconds */
export const toSession = (row: SessionWithAdmin): Session => ({
  id: row.id,
  adminId: row.admin_id,
  name: row.name,
  role: row.role,
  signedInAt: row.created_at,
  idleExpiresAt: idleExpiry(row),
  expiresAt: row.expires_at,
  locked: row.locked_at !== null,
});

export interface NewSession {
  token: string;
  session: Session;
}

/** The data key, if a session of this caller has to carry it from one process to the next. */
const keyForSession = (context: Context, keys: Keys): Buffer | null =>
  context.caller.session.outlivesProcess && !context.live.boundToKeychain ? keys.exportDataKey() : null;

/** Whose session it is. */
type SessionOwner = Pick<AdminRow, "id" | "name" | "role">;

/**
 * Begins a session for the context's caller, within the policy's bounds; the caller receives the token after the
 * commit.
 */
export async function beginSession(tx: Tx, context: Context, admin: SessionOwner): Promise<NewSession> {
  const { now } = context;
  const { sessionHours, idleMinutes } = await readPolicy(tx);
  const dataKey = keyForSession(context, opened(context).keys);
  const id = newId(SessionId, now);
  const token = randomBytes(32).toString("base64url");
  const binding = bindingOf(context);
  const row = {
    id,
    admin_id: admin.id,
    token_hash: hashSessionToken(token, binding),
    wrapped_key: dataKey ? wrapForSession(id, boundToken(token, binding), dataKey) : null,
    created_at: now,
    last_seen_at: now,
    idle_ms: minutes(idleMinutes),
    expires_at: now + hours(sessionHours),
    locked_at: null,
    origin: context.caller.session.outlivesProcess ? "terminal" : "window",
    desk_id: context.live.desk.id,
  } as const;
  dataKey?.fill(0);
  await deleteEndedSessions(tx, now);
  await rememberDesk(tx, context.live.desk, now);
  await insertSession(tx, row);
  return { token, session: toSession({ ...row, name: admin.name, role: admin.role, admin_status: "active" }) };
}

/**
 * Ends every session of an administrator whose password or factor changed, and begins a new one for the caller, who has
 * just proven both. The caller receives the token after the commit.
 */
export async function restartSessions(tx: Tx, context: Context, admin: SessionOwner): Promise<NewSession> {
  await endSessionsOf(tx, admin.id);
  return beginSession(tx, context, admin);
}
