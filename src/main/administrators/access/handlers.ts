import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Session } from "#shared/model/records.ts";
import { change } from "../../call/change.ts";
import { type Context, momentOf, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { readAdmin } from "../../store/console/admins.ts";
import { deleteSession, type SessionWithAdmin, updateSession } from "../../store/console/sessions.ts";
import { recordFailure } from "../../throttle/throttle.ts";
import { ownEnrolmentHandlers } from "./own-enrolment.ts";
import { passwordFits } from "./passwords.ts";
import { toSession } from "./sessions.ts";
import { adminKey, requireNotThrottled } from "./prove.ts";
import { signIn } from "./sign-in.ts";
import { stepUp } from "./step-up.ts";
import { judgePassword } from "./strength.ts";

/** @throws AppError NOT_SIGNED_IN */
function sessionOf(context: Context): SessionWithAdmin {
  if (!context.session) throw new AppError("NOT_SIGNED_IN");
  return context.session;
}

async function lock(context: Context): Promise<Session> {
  const session = sessionOf(context);
  if (session.locked_at !== null) return toSession(session);
  try {
    await change(context, async ({ tx, note }) => {
      await updateSession(tx, session.id, { locked_at: context.now });
      note({ action: "access.lock" });
    });
  } catch (thrown) {
    // What cannot be locked, as on a full disk, must not stay open.
    context.caller.session.set(null);
    throw thrown;
  }
  return toSession({ ...session, locked_at: context.now });
}

/** The session is the second factor that was proven before; the password proves who came back. */
async function unlock(context: Context, password: string): Promise<Session> {
  const session = sessionOf(context);
  const { store } = opened(context);
  const key = adminKey(session.admin_id);
  const moment = momentOf(context);
  await requireNotThrottled(store.db, key, moment);
  const admin = await readAdmin(store.db, session.admin_id);
  const known = await passwordFits(admin?.password_hash ?? null, password);
  const fits = await change(context, async ({ tx, note }) => {
    // Guesses that came at the same time have counted meanwhile, and the password may have changed.
    await requireNotThrottled(tx, key, moment);
    const current = await readAdmin(tx, session.admin_id);
    const right = known && current?.password_hash === admin?.password_hash;
    // As with a fresh code, what was wrong before is not forgotten: one of two factors was shown.
    if (right) {
      await updateSession(tx, session.id, { locked_at: null, last_seen_at: context.now });
    } else {
      await recordFailure(tx, key, moment);
    }
    note({ action: "access.unlock", result: right ? "done" : "refused" });
    return right;
  });
  if (!fits) throw new AppError("SIGN_IN_REFUSED", { text: text("access.passwordWrong") });
  return toSession({ ...session, locked_at: null, last_seen_at: context.now });
}

async function signOut(context: Context): Promise<Record<string, never>> {
  const session = sessionOf(context);
  try {
    await change(context, async ({ tx, note }) => {
      await deleteSession(tx, session.id);
      note({ action: "access.sign_out" });
    });
  } finally {
    // On a full disk too: nobody can use a session whose token is forgotten.
    context.caller.session.set(null);
  }
  return {};
}

export const accessHandlers: HandlersOf<"access"> = {
  ...ownEnrolmentHandlers,
  stepUp,
  signIn,
  signOut,
  whoami: (context) => Promise.resolve(toSession(sessionOf(context))),
  lock,
  unlock: (context, input) => unlock(context, input.password),
  passwordStrength: (_context, input) => judgePassword(input.password, input.inputs ?? []),
};
