import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { nameKey } from "#shared/model/text.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, momentOf } from "../../call/context.ts";
import { adminByName, firstAdmin, markSignedIn, readAdmin } from "../../store/console/admins.ts";
import type { Db, Store } from "../../store/store.ts";
import { pruneThrottle } from "../../store/console/throttle.ts";
import { listSlots } from "../../store/console/vault-slots.ts";
import { eraseExpired } from "../../twofactor/expiry.ts";
import { openByHuman } from "../../keys/open.ts";
import { opensWithPassword, takesSharedPassphrase } from "../../keys/slots.ts";
import { countWrongAttempt, openAttempt, proveAdministrator, unknownPrefix } from "./prove.ts";
import { signInRefused } from "./refused.ts";
import { forgetWrongPasswords } from "./recovery-attempts.ts";
import { beginSession } from "./sessions.ts";

type Input = ParsedInputOf<"access.signIn">;

/** How long the counter of an unknown name is kept, in milliseconds. An administrator's is kept until a success. */
const unknownKept = 24 * 3_600_000;

/** Tells those who cannot open the keys who can. The name of the owner whose password does is not a secret here. */
async function keysLocked(db: Db): Promise<AppError> {
  const slots = await listSlots(db);
  const first = await firstAdmin(db);
  const opener = first && slots.some(opensWithPassword) ? await readAdmin(db, first) : undefined;
  if (!opener || slots.some(takesSharedPassphrase)) return new AppError("VAULT_LOCKED");
  return new AppError("VAULT_LOCKED", {
    text: text("access.onlyOpener", { opener: opener.name }),
    details: { opener: opener.name },
  });
}

/**
 * Opens a locked vault: with the passphrase, for anybody; with the password, only for the owner whose password it is.
 * If that owner's password opens nothing, it is refused like any wrong one.
 *
 * @throws AppError THROTTLED, UNLOCK_REFUSED for a wrong passphrase, SIGN_IN_REFUSED for a wrong password; VAULT_LOCKED
 * for somebody who cannot open it, with `opener` if one owner's password is all that can
 */
async function openVault(context: Context, store: Store, input: Input): Promise<void> {
  if (context.live.keys) return;
  const { db } = store;
  const key = await openAttempt(context, store, input.name);
  const slots = await listSlots(db);
  const isOpener = (await adminByName(db, nameKey(input.name)))?.id === (await firstAdmin(db));
  const mayOpen = isOpener ? undefined : takesSharedPassphrase;
  const passphrase = input.passphrase ?? (isOpener ? input.password : undefined);
  if (passphrase === undefined || (mayOpen && !slots.some(mayOpen))) throw await keysLocked(db);
  try {
    context.live.setKeys(await openByHuman(db, { passphrase }, mayOpen), false);
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED")) throw thrown;
    await unaudited(store, "counters", (tx) => countWrongAttempt(tx, key, momentOf(context)));
    if (input.passphrase !== undefined) throw thrown;
    throw slots.some(opensWithPassword)
      ? await signInRefused(db, context.now, { cause: thrown })
      : new AppError("VAULT_LOCKED", { cause: thrown });
  }
}

/**
 * Signs an administrator in. A refusal never says what was wrong, and takes as long as a success.
 *
 * @throws AppError SIGN_IN_REFUSED, THROTTLED, VAULT_LOCKED, UNLOCK_REFUSED
 */
export async function signIn(context: Context, input: Input): Promise<OutputOf<"access.signIn">> {
  const { store } = context.live;
  if (!store) throw new AppError("SETUP_REQUIRED");
  await openVault(context, store, input);
  const { now } = context;
  const { signedIn, remaining } = await proveAdministrator(
    context,
    input,
    "access.sign_in",
    async (made, admin, proven) => {
      const { tx, note } = made;
      await pruneThrottle(tx, unknownPrefix, now - unknownKept);
      await eraseExpired(made);
      await markSignedIn(tx, admin.id, now);
      await forgetWrongPasswords(tx, admin.id);
      const begun = await beginSession(tx, context, admin);
      const target = { id: admin.id, name: admin.name };
      note({ actor: target, action: "access.sign_in", target, details: { method: proven.method } });
      return { signedIn: begun, remaining: proven.remainingBackupCodes };
    },
  );
  context.caller.session.set(signedIn.token);
  return { session: signedIn.session, remainingBackupCodes: remaining };
}
