import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { batchAfter } from "#main/audit/append.ts";
import { genesis, headMac } from "#main/audit/chain.ts";
import type { Desk } from "#main/base/desk.ts";
import type { Logger } from "#main/base/ports.ts";
import { insertConsole, requireConsole } from "#main/store/console/console.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { privateFolder } from "#main/store/private.ts";
import type { Store, Tx } from "#main/store/store.ts";
import { storeFile, storeFolder } from "#main/store/data-folder.ts";
import { insertSlot } from "#main/store/console/vault-slots.ts";
import { Keys, newDataKey } from "#main/keys/keys.ts";
import { newRecoveryKey } from "#main/keys/recovery-key.ts";
import { keychainSlot, recoverySlot } from "#main/keys/slots.ts";
import {
  type AdminId,
  type BackupCodeSetId,
  DeskId,
  type SessionId,
  type TokenId,
  type UserId,
} from "#shared/model/ids.ts";
import { fillDirectory } from "./directory.ts";

/** 2026-01-05 08:00 UTC. */
export const sampleTime = Date.UTC(2026, 0, 5, 8);

/** The same in every process. */
export const sampleDesk: Desk = { id: DeskId.parse("019b8d2b-8c00-73cb-8906-42a141839ccb"), name: "reception" };

const rowsAtOnce = 1000;

export interface Sample {
  dataDir: string;
  store: Store;
  keys: Keys;
  dataKey: Buffer;
  storeId: string;
  recoveryKey: string;
}

export interface SampleSize {
  users: number;
  /** Audit events. */
  events: number;
}

const newId = (): string => uuidv7({ msecs: sampleTime });

/** A folder that goes away with the test. */
export function sampleFolder(prefix: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${prefix}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function insertUsers(tx: Tx, keys: Keys, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, number) => {
    const username = `user${String(number).padStart(6, "0")}`;
    return { username, name: `Person ${number} of the sample`, email: `${username}@example.org` };
  });
  await fillDirectory(tx, people, sampleTime);
  const ids = await tx.selectFrom("users").select("id").orderBy("pk").execute();
  for (let first = 0; first < count; first += rowsAtOnce) {
    await insertTokens(
      tx,
      keys,
      ids.slice(first, first + rowsAtOnce).map(({ id }) => id),
    );
  }
}

async function insertTokens(tx: Tx, keys: Keys, users: UserId[]): Promise<void> {
  const tokens = users.map((user) => ({ user, id: newId() as TokenId }));
  await tx
    .insertInto("tokens")
    .values(
      tokens.map(({ user, id }) => ({
        id,
        user_id: user,
        admin_id: null,
        kind: "totp" as const,
        label: "Phone",
        serial: null,
        hardware_id: null,
        algorithm: "SHA1" as const,
        digits: 6 as const,
        period: 30 as const,
        status: "active" as const,
        seed: keys.seal({ table: "tokens", column: "seed", row: id }, randomBytes(20)),
        last_step: null,
        drift: 0,
        failures: 0,
        aimed_failures: 0,
        ahead_used: "[]",
        ahead_told: "[]",
        replaces: null,
        created_at: sampleTime,
        activated_at: sampleTime,
        last_used_at: null,
        expires_at: null,
      })),
    )
    .execute();
}

async function insertOwner(tx: Tx): Promise<void> {
  const admin = newId() as AdminId;
  const times = { created_at: sampleTime, updated_at: sampleTime };
  await tx
    .insertInto("admins")
    .values({
      id: admin,
      name: "Olga",
      name_key: "olga",
      role: "owner",
      status: "active",
      password_hash: "$argon2id$",
      ...times,
      second_factor: "on",
      must_enrol: 0,
      last_sign_in_at: null,
      password_changed_at: sampleTime,
    })
    .execute();
  await tx
    .insertInto("sessions")
    .values({
      id: newId() as SessionId,
      admin_id: admin,
      token_hash: randomBytes(32),
      wrapped_key: null,
      created_at: sampleTime,
      last_seen_at: sampleTime,
      idle_ms: 900_000,
      expires_at: sampleTime + 3_600_000,
      locked_at: null,
      origin: "window",
      desk_id: null,
    })
    .execute();
  const set = newId() as BackupCodeSetId;
  await tx
    .insertInto("backup_code_sets")
    .values({
      id: set,
      user_id: null,
      admin_id: admin,
      salt: randomBytes(16),
      params: "{}",
      total: 10,
      used: 0,
      created_at: sampleTime,
      voided_at: null,
      handed_over_at: sampleTime,
      key_id: null,
    })
    .execute();
  const codes = Array.from({ length: 10 }, (_, position) => ({
    set_id: set,
    position,
    hash: randomBytes(32),
    used_at: null,
  }));
  await tx.insertInto("backup_codes").values(codes).execute();
}

/** A real store as the console makes it: one owner with a session, users with sealed seeds, a chain of events, two slots. */
export async function makeSample(
  dataDir: string,
  size: SampleSize,
  organisation = "Example Hospital",
): Promise<Sample> {
  privateFolder(storeFolder(dataDir));
  const store = await openStore(storeFile(dataDir), { create: true });
  const dataKey = newDataKey();
  const keys = new Keys(dataKey);
  const storeId = newId();
  const recoveryKey = newRecoveryKey();
  await store.write(async (tx) => {
    await insertConsole(tx, {
      store_id: storeId,
      organisation,
      issuer: organisation,
      setup: "complete",
      created_at: sampleTime,
      clock_floor: sampleTime,
      audit_seq: 0,
      audit_mac: genesis,
      audit_head_mac: headMac(keys, 0, genesis),
      key_created_at: sampleTime,
      passphrase_at_start: 0,
    });
    const keychain = newId();
    await insertSlot(tx, {
      ...keychainSlot(keychain, `vault:${storeId}:${keychain}`, randomBytes(32), dataKey),
      created_at: sampleTime,
    });
    await insertSlot(tx, { ...recoverySlot(newId(), recoveryKey, dataKey), created_at: sampleTime });
    await insertOwner(tx);
    await insertUsers(tx, keys, size.users);
    const batch = batchAfter(tx, keys, await requireConsole(tx), sampleTime);
    for (let event = 0; event < size.events; event += 1) {
      await batch.append({ actor: null, action: "user.add", target: { id: null, name: `user${event}` } });
    }
    await batch.close();
  });
  return { dataDir, store, keys, dataKey, storeId, recoveryKey };
}

/** Keeps what is logged. */
export class MemoryLogger implements Logger {
  readonly lines: string[] = [];
  error = (message: string): void => void this.lines.push(message);
  warn = (message: string): void => void this.lines.push(message);
  info = (message: string): void => void this.lines.push(message);
}
