import type { ErrorCode } from "#shared/errors.ts";
import type { Session } from "#shared/model/records.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { unaudited } from "../../call/change.ts";
import type { LiveStore } from "../../call/live.ts";
import type { Caller, ConsoleOptions } from "../../base/ports.ts";
import type { Store } from "../../store/store.ts";
import { deleteSession, type SessionWithAdmin, sessionByToken, updateSession } from "../../store/console/sessions.ts";
import { keysOf } from "../../keys/retired.ts";
import { openFromSession } from "../../keys/session-slot.ts";
import { bindingOf, boundToken, hashSessionToken, isOfThisDesk, sessionLives, toSession } from "./sessions.ts";

/** Use of a session is recorded at most this often, in milliseconds: each time costs a commit. */
const seenEvery = 30_000;

/** If nothing can be written, reading continues. */
const unwritable: ReadonlySet<ErrorCode> = new Set(["BUSY", "DISK_FULL", "STORE_READ_ONLY", "IO_ERROR"]);

/** @returns false if it cannot be written now, also while another connection writes: nobody waits for this */
async function seen(store: Store, id: SessionWithAdmin["id"], now: number): Promise<boolean> {
  try {
    await unaudited(store, "sessions", (tx) => updateSession(tx, id, { last_seen_at: now }), { patience: 0 });
    return true;
  } catch (thrown) {
    if (unwritable.has(toAppError(thrown).code)) return false;
    throw thrown;
  }
}

/** Where a session is looked for. */
interface Where {
  live: LiveStore;
  options: ConsoleOptions;
  caller: Caller;
}

async function openVaultFrom(where: Where, store: Store, session: SessionWithAdmin, token: string): Promise<void> {
  const { live } = where;
  if (live.keys || !session.wrapped_key) return;
  const dataKey = openFromSession(session.id, boundToken(token, bindingOf(where)), session.wrapped_key);
  live.setKeys(await keysOf(store.db, dataKey), false);
}

/**
 * The caller's session, if it is valid; an ended one is deleted on both sides. That of another desk is none here, and a
 * terminal's is none on another computer and after this one was started again. If no keychain holds the data key, a
 * terminal's session opens the vault.
 *
 * @throws AppError VAULT_LOCKED if the session was tampered with
 */
export async function findSession(where: Where, now: number): Promise<SessionWithAdmin | null> {
  const { live, caller } = where;
  const token = caller.session.get();
  if (token === null || !live.store) return null;
  const session = await sessionByToken(live.store.db, hashSessionToken(token, bindingOf(where)));
  const here = session !== undefined && isOfThisDesk(session, live.desk);
  if (!session || !here || !sessionLives(session, now)) {
    if (session && here) await unaudited(live.store, "sessions", (tx) => deleteSession(tx, session.id));
    caller.session.set(null);
    live.touched(["system"], null);
    return null;
  }
  await openVaultFrom(where, live.store, session, token);
  if (session.locked_at !== null || now - session.last_seen_at < seenEvery) return session;
  return (await seen(live.store, session.id, now)) ? { ...session, last_seen_at: now } : session;
}

/** The state of the caller's session at a time; reading it does not count as use. @returns null if it has ended */
export async function lookAtSession(where: Where, now: number): Promise<Session | null> {
  const { live, caller } = where;
  const token = caller.session.get();
  if (token === null || !live.store) return null;
  const session = await sessionByToken(live.store.db, hashSessionToken(token, bindingOf(where)));
  return session && isOfThisDesk(session, live.desk) && sessionLives(session, now) ? toSession(session) : null;
}
