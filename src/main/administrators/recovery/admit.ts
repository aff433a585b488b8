import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { passwordFits } from "../access/passwords.ts";
import { countWrongRecovery, recoveryClosed, requireRecoveryNotDelayed } from "../access/recovery-attempts.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, momentOf } from "../../call/context.ts";
import { adminByName } from "../../store/console/admins.ts";
import type { Db, Store, Tx } from "../../store/store.ts";
import type { AdminRow, VaultSlotRow } from "../../store/migrations/schema.ts";
import { readSlot } from "../../store/console/vault-slots.ts";
import { unlock } from "../../vault/unlock.ts";
import { type HumanSecret, openHumanSlot } from "../../keys/open.ts";

type Input = ParsedInputOf<"recovery.begin">;

/** An owner who has proven the password and the recovery key. */
export interface Returning {
  admin: AdminRow;
  /** The recovery key's, or that of its shares. */
  slot: VaultSlotRow;
}

const refused = (cause?: unknown) => new AppError("RECOVERY_REFUSED", { cause });

/** What the transaction decides: a refusal's counters must be committed. */
type Outcome<Result> = { value: Result } | { refused: AppError };

const secretOf = ({ recoveryKey, shares }: Input): HumanSecret & ({ recoveryKey: string } | { shares: string[] }) =>
  shares === undefined ? { recoveryKey: recoveryKey ?? "" } : { shares };

/** For the audit log. */
export const proofInWords = (input: Input): string => (input.shares === undefined ? "recovery key" : "shares");

/** @returns the slot that the recovery key opens; null for a wrong key. @throws AppError SHARES_REFUSED */
async function slotOf(db: Db, input: Input): Promise<VaultSlotRow | null> {
  try {
    const { slot, dataKey } = await openHumanSlot(db, secretOf(input));
    dataKey.fill(0);
    return slot;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") return null;
    throw thrown;
  }
}

/**
 * If no keychain opens the keys, the recovery key does. @throws AppError RECOVERY_REFUSED, SHARES_REFUSED, THROTTLED
 */
async function openKeys(context: Context, input: Input): Promise<void> {
  if (context.live.keys) return;
  try {
    await unlock(context, secretOf(input));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") throw refused(thrown);
    throw thrown;
  }
}

interface Shown {
  admin: AdminRow | undefined;
  passwordOk: boolean;
  slot: VaultSlotRow | null;
}

/** Name, password and recovery key may have been changed since the slow part. */
async function returningOf(
  tx: Tx,
  name: string,
  shown: Shown,
): Promise<{ admin: AdminRow | undefined; found: Returning | null; keyRight: boolean }> {
  const admin = await adminByName(tx, nameKey(name));
  const slot = shown.slot && (await readSlot(tx, shown.slot.id));
  const keyRight = slot?.wrapped_key.equals(shown.slot?.wrapped_key ?? Buffer.alloc(0)) ?? false;
  const passwordOk = shown.passwordOk && admin?.password_hash === shown.admin?.password_hash;
  const isOwner = admin?.role === "owner" && admin.status === "active";
  return { admin, keyRight, found: admin && slot && keyRight && passwordOk && isOwner ? { admin, slot } : null };
}

async function decide<Result>(
  made: Change,
  input: Input,
  shown: Shown,
  settle: (change: Change, returning: Returning) => Promise<Outcome<Result>>,
): Promise<Outcome<Result>> {
  const { tx, moment } = made;
  await requireRecoveryNotDelayed(tx, moment);
  const { admin, found, keyRight } = await returningOf(tx, input.name, shown);
  // Told only to somebody who has the key.
  if (keyRight && admin && (await recoveryClosed(tx, admin.id))) {
    made.unaudited("counters");
    return { refused: new AppError("THROTTLED") };
  }
  if (found) return settle(made, found);
  await countWrongRecovery(tx, keyRight && admin ? admin.id : null, moment);
  made.note({
    actor: null,
    action: "recovery.refused",
    target: admin ? { id: admin.id, name: admin.name } : null,
    result: "refused",
    details: { by: proofInWords(input), recoveryKeyRight: keyRight },
  });
  return { refused: refused() };
}

/**
 * Admits an owner who has name, password and recovery key. Every refusal costs one Argon2id and says the same; one
 * transaction decides and does what follows. The counters of the sign-in are ignored: this is the way that is left when
 * they are full.
 *
 * @throws AppError RECOVERY_REFUSED, THROTTLED; SHARES_REFUSED for shares that cannot be combined; what `prepare` and
 * `settle` throw
 */
export async function admitOwner<Prepared, Result>(
  context: Context,
  input: Input,
  prepare: () => Promise<Prepared>,
  settle: (change: Change, returning: Returning, prepared: Prepared) => Promise<Outcome<Result>>,
): Promise<Result> {
  const { store }: { store: Store | null } = context.live;
  if (!store) throw new AppError("SETUP_REQUIRED");
  await requireRecoveryNotDelayed(store.db, momentOf(context));
  await openKeys(context, input);
  const admin = await adminByName(store.db, nameKey(input.name));
  const passwordOk = await passwordFits(admin?.password_hash ?? null, input.password);
  const slot = await slotOf(store.db, input);
  const prepared = passwordOk && slot ? await prepare() : null;
  const outcome = await change(context, (made) =>
    decide(made, input, { admin, passwordOk: passwordOk && prepared !== null, slot }, (inside, returning) =>
      settle(inside, returning, prepared as Prepared),
    ),
  );
  if ("refused" in outcome) throw outcome.refused;
  return outcome.value;
}
