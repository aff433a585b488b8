import type { SessionId } from "#shared/model/ids.ts";
import { AppError } from "#shared/errors.ts";
import { unaudited } from "../../call/change.ts";
import type { LiveStore } from "../../call/live.ts";
import { readPolicy } from "../../policy/policy.ts";
import type { Desk } from "../../base/desk.ts";
import type { ConsoleOptions } from "../../base/ports.ts";
import type { Store } from "../../store/store.ts";
import { endWindowSessions, sessionByToken, updateSession } from "../../store/console/sessions.ts";
import { hashSessionToken, isOfThisDesk, sessionLives } from "./sessions.ts";

type Options = Pick<ConsoleOptions, "keychain" | "clock" | "windowSession">;

const accountOf = (storeId: string, desk: Desk): string => `session:${storeId}:${desk.id}`;

/** The keychain entry for a window's session token, if the policy lets the session survive a restart. */
async function keptUnder(live: LiveStore, store: Store): Promise<string | null> {
  const row = await live.row();
  if (!row || !live.boundToKeychain || !(await readPolicy(store.db)).sessionsSurviveRestart) return null;
  return accountOf(row.store_id, live.desk);
}

async function livingSession(
  { desk }: LiveStore,
  store: Store,
  token: string | null,
  now: number,
): Promise<SessionId | null> {
  const session = token === null ? undefined : await sessionByToken(store.db, hashSessionToken(token, null));
  return session && isOfThisDesk(session, desk) && sessionLives(session, now) ? session.id : null;
}

/** What works only while the keychain answers. @returns null if it does not */
async function fromKeychain<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/**
 * A window begins: what earlier windows of this desk left ends, even if they were killed. A session that the policy lets survive is
 * resumed, locked.
 */
export async function beginWindow(live: LiveStore, { keychain, clock, windowSession }: Options): Promise<void> {
  const { store } = live;
  if (!windowSession || !store) return;
  const account = await keptUnder(live, store);
  const token = account === null ? null : await fromKeychain(() => keychain.get(account));
  const kept = await livingSession(live, store, token === null ? null : token.toString("utf8"), clock.now());
  await unaudited(store, "sessions", (tx) => endWindowSessions(tx, live.desk.id, kept));
  if (account !== null && token !== null) await fromKeychain(() => keychain.delete(account));
  if (kept !== null && token !== null) windowSession.set(token.toString("utf8"));
}

/**
 * A window ends, and its session with it, unless the policy lets it survive: then it is locked until the next start.
 */
export async function leaveWindow(live: LiveStore, { keychain, clock, windowSession }: Options): Promise<void> {
  const { store } = live;
  if (!windowSession || !store || live.problem) return;
  const token = windowSession.get();
  const account = token === null ? null : await keptUnder(live, store);
  const lives = account === null ? null : await livingSession(live, store, token, clock.now());
  const taken =
    account !== null && lives !== null && token !== null
      ? await fromKeychain(() => keychain.set(account, Buffer.from(token, "utf8")).then(() => lives))
      : null;
  await unaudited(store, "sessions", async (tx) => {
    if (taken !== null) await updateSession(tx, taken, { locked_at: clock.now() });
    await endWindowSessions(tx, live.desk.id, taken);
  });
}
