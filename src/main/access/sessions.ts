import { createHash, randomBytes } from "node:crypto";
import { SessionId, type AdminId } from "#shared/model/ids.ts";
import type { Session } from "#shared/model/records.ts";
import type { Context } from "../context.ts";
import { newId } from "../ids.ts";
import type { Tx } from "../store/open.ts";
import { deleteEndedSessions, insertSession, type SessionWithAdmin } from "../store/sessions.ts";
import type { Keys } from "../vault/keys.ts";
import { wrapForSession } from "../vault/session-slot.ts";

/** 12 hours at most, 15 idle minutes (within NIST SP 800-63B-4 AAL2: 24 hours, 1 hour). */
const lifetime = 12 * 3_600_000;
const idleTime = 15 * 60_000;

/** The store keeps only a hash: whoever reads it cannot take a session over. */
export const hashSessionToken = (token: string): Buffer => createHash("sha256").update(token).digest();

export const sessionTokenBytes = (token: string): Buffer => Buffer.from(token, "base64url");

const idleExpiry = (row: Pick<SessionWithAdmin, "last_seen_at" | "idle_ms" | "expires_at">): number =>
  Math.min(row.last_seen_at + row.idle_ms, row.expires_at);

/** Whether a session still counts. A session from the future ends: the clock was set back. */
export const sessionLives = (row: SessionWithAdmin, now: number): boolean =>
  now < idleExpiry(row) && now >= row.created_at - idleTime && row.admin_status === "active";

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
export const keyForSession = (context: Context, keys: Keys): Buffer | null =>
  context.caller.session.outlivesProcess && !context.live.boundToKeychain ? keys.exportDataKey() : null;

/**
 * Begins a session in the caller's transaction.
 *
 * @param dataKey given where no keychain holds it: the session then carries it
 */
export async function beginSession(
  tx: Tx,
  admin: { id: AdminId; name: string; role: Session["role"] },
  now: number,
  dataKey: Buffer | null,
): Promise<NewSession> {
  const id = newId(SessionId, now);
  const token = randomBytes(32).toString("base64url");
  const row = {
    id,
    admin_id: admin.id,
    token_hash: hashSessionToken(token),
    wrapped_key: dataKey ? wrapForSession(id, sessionTokenBytes(token), dataKey) : null,
    created_at: now,
    last_seen_at: now,
    idle_ms: idleTime,
    expires_at: now + lifetime,
    locked_at: null,
  };
  await deleteEndedSessions(tx, now);
  await insertSession(tx, row);
  return { token, session: toSession({ ...row, name: admin.name, role: admin.role, admin_status: "active" }) };
}
