import { rmSync } from "node:fs";
import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AdminId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { hashPassword, requireGoodPassword } from "../access/passwords.ts";
import { genesis, headMac } from "../../audit/chain.ts";
import { type Change, changeWith } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import { insertAdmin } from "../../store/console/admins.ts";
import { insertConsole } from "../../store/console/console.ts";
import { storeFolder } from "../../store/data-folder.ts";
import type { VaultSlotRow } from "../../store/migrations/schema.ts";
import { insertToken } from "../../store/factors/tokens.ts";
import { insertSlot, listSlots } from "../../store/console/vault-slots.ts";
import { administratorAccount } from "../../twofactor/account-label.ts";
import { newPendingToken, showPending } from "../../twofactor/pending.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { Keys, newDataKey } from "../../keys/keys.ts";
import { bindKeychain, forgetKeychain, type KeychainBinding, prepareKeychainSlot } from "../../keys/open.ts";
import { newRecoveryKey } from "../../keys/recovery-key.ts";
import { passphraseSlot, recoverySlot } from "../../keys/slots.ts";

type Input = ParsedInputOf<"setup.begin">;
export type SetupSecrets = OutputOf<"setup.begin">;

/** Only an unfinished set-up is discarded. @throws AppError SETUP_DONE */
async function discardUnfinished(context: Context): Promise<void> {
  const { live, options } = context;
  const row = await live.row();
  if (row?.setup === "complete") throw new AppError("SETUP_DONE");
  if (live.store && row) await forgetKeychain(await listSlots(live.store.db), options.keychain, live.desk);
  await live.close();
  rmSync(storeFolder(options.dataDir), { recursive: true, force: true });
}

interface NewVault {
  storeId: string;
  keys: Keys;
  slots: VaultSlotRow[];
  binding: KeychainBinding | null;
  recoveryKey: string;
  opensWith: SetupSecrets["opensWith"];
}

/**
 * A keychain slot if there is a keychain, a passphrase slot if there is none or one is wanted, a recovery slot always.
 */
async function newVault(context: Context, input: Input): Promise<NewVault> {
  const { now, options } = context;
  const storeId = v7({ msecs: now });
  const dataKey = newDataKey();
  const keys = new Keys(dataKey);
  const binding = await prepareKeychainSlot(options.keychain, context.live.desk, storeId, keys, now);
  const recoveryKey = newRecoveryKey();
  const slots: VaultSlotRow[] = [{ ...recoverySlot(v7({ msecs: now }), recoveryKey, dataKey), created_at: now }];
  if (!binding || input.passphrase !== undefined) {
    const of = input.passphrase === undefined ? "password" : "passphrase";
    slots.push({
      ...(await passphraseSlot(v7({ msecs: now }), of, input.passphrase ?? input.password, dataKey)),
      created_at: now,
    });
  }
  dataKey.fill(0);
  const opensWith = binding ? "keychain" : input.passphrase === undefined ? "password" : "passphrase";
  return { storeId, keys, slots, binding, recoveryKey, opensWith };
}

async function writeStore({ tx, keys, at: now, note }: Change, input: Input, vault: NewVault, passwordHash: string) {
  const owner = { id: newId(AdminId, now), name: input.owner };
  const issuer = input.issuer ?? input.organisation.replaceAll(":", " ");
  await insertConsole(tx, {
    store_id: vault.storeId,
    organisation: input.organisation,
    issuer,
    setup: "pending",
    created_at: now,
    clock_floor: now,
    audit_seq: 0,
    audit_mac: genesis,
    audit_head_mac: headMac(keys, 0, genesis),
    key_created_at: now,
    passphrase_at_start: 0,
  });
  for (const slot of vault.slots) await insertSlot(tx, slot);
  if (vault.binding) await bindKeychain(tx, vault.binding);
  await insertAdmin(tx, {
    ...owner,
    name_key: nameKey(owner.name),
    role: "owner",
    status: "pending",
    password_hash: passwordHash,
    created_at: now,
    updated_at: now,
    second_factor: "on",
    must_enrol: 0,
    last_sign_in_at: null,
    password_changed_at: now,
  });
  const { row, seed } = newPendingToken(keys, { kind: "admin", id: owner.id }, defaultParameters, {
    label: "",
    replaces: null,
    now,
    expiresAt: null,
  });
  await insertToken(tx, row);
  note({
    action: "setup.begin",
    target: owner,
    details: { organisation: input.organisation, opensWith: vault.opensWith },
  });
  return showPending(row, seed, issuer, administratorAccount(owner.name, row, []));
}

/**
 * Makes the store, its keys and the owner, all in one transaction.
 *
 * @throws AppError PASSWORD_REFUSED, SETUP_DONE, STORE_UNAVAILABLE, DISK_FULL, PERMISSION_DENIED
 */
export async function beginSetup(context: Context, input: Input): Promise<SetupSecrets> {
  await requireGoodPassword(input.password, [input.owner, input.organisation]);
  await context.live.lock?.upgrade();
  try {
    await discardUnfinished(context);
    return await buildStore(context, input);
  } finally {
    await context.live.lock?.downgrade();
  }
}

async function buildStore(context: Context, input: Input): Promise<SetupSecrets> {
  const passwordHash = await hashPassword(input.password, context.options.passwordCost);
  const vault = await newVault(context, input);
  try {
    const store = await context.live.create();
    const nobody = { store, keys: vault.keys, actor: null, at: context.now };
    const shown = await changeWith(nobody, (made) => writeStore(made, input, vault, passwordHash));
    context.live.setKeys(vault.keys, vault.binding !== null);
    const { uri, secret } = shown;
    return {
      owner: input.owner,
      organisation: input.organisation,
      uri,
      secret,
      recoveryKey: vault.recoveryKey,
      opensWith: vault.opensWith,
    };
  } catch (thrown) {
    await vault.binding?.undo();
    await context.live.close();
    rmSync(storeFolder(context.options.dataDir), { recursive: true, force: true });
    throw thrown;
  }
}
