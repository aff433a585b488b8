import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { appendAudit } from "../audit/append.ts";
import { type Context, opened } from "../context.ts";
import { markSignedIn } from "../store/admins.ts";
import type { Store } from "../store/open.ts";
import { pruneThrottle } from "../store/throttle.ts";
import { listSlots } from "../store/vault-slots.ts";
import { eraseExpired } from "../twofactor/expiry.ts";
import { openByHuman } from "../vault/open.ts";
import { opensWithPassword } from "../vault/slots.ts";
import { countWrongAttempt, openAttempt, proveAdministrator, unknownPrefix } from "./prove.ts";
import { signInRefused } from "./refused.ts";
import { forgetWrongPasswords } from "./recovery-attempts.ts";
import { beginSession } from "./sessions.ts";

type Input = ParsedInputOf<"access.signIn">;

/** How long the counter of an unknown name is kept, in milliseconds. An administrator's is kept until a success. */
const unknownKept = 24 * 3_600_000;

/**
 * Opens a locked vault with the passphrase, or with the password where the owner's password is it.
 * A password that opens nothing is refused like any wrong one.
 *
 * @throws AppError THROTTLED, UNLOCK_REFUSED for a wrong passphrase, SIGN_IN_REFUSED for a wrong password
 */
async function openVault(context: Context, store: Store, input: Input): Promise<void> {
  if (context.live.keys) return;
  const key = await openAttempt(context, store, input.name);
  try {
    const keys = await openByHuman(store.db, { passphrase: input.passphrase ?? input.password });
    context.live.setKeys(keys, false);
  } catch (thrown) {
    await store.write((tx) => countWrongAttempt(tx, key, context.now));
    if (input.passphrase !== undefined) throw thrown;
    const passwordOpens = (await listSlots(store.db)).some(opensWithPassword);
    throw passwordOpens
      ? await signInRefused(store.db, context.now, { cause: thrown })
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
  const { keys } = opened(context);
  const { now } = context;
  const { signedIn, remaining } = await proveAdministrator(
    context,
    input,
    "access.sign_in",
    async (tx, admin, proven) => {
      await pruneThrottle(tx, unknownPrefix, now - unknownKept);
      await eraseExpired(tx, keys, now);
      await markSignedIn(tx, admin.id, now);
      await forgetWrongPasswords(tx, admin.id);
      const begun = await beginSession(tx, context, admin);
      const target = { id: admin.id, name: admin.name };
      await appendAudit(tx, keys, now, {
        actor: target,
        action: "access.sign_in",
        target,
        details: { method: proven.method },
      });
      return { signedIn: begun, remaining: proven.remainingBackupCodes };
    },
  );
  context.caller.session.set(signedIn.token);
  context.live.changed();
  return { session: signedIn.session, remainingBackupCodes: remaining };
}
