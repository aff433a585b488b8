import { AppError } from "#shared/errors.ts";
import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { ConsoleRow } from "../migrations/schema.ts";

const selectConsole = fixed((db) => db.selectFrom("console").selectAll());

/** @returns the store's own row, or undefined in a store that was never set up */
export const readConsole = async (db: Db): Promise<ConsoleRow | undefined> => (await selectConsole(db))[0];

/** As `readConsole`. @throws AppError SETUP_REQUIRED */
export async function requireConsole(db: Db): Promise<ConsoleRow> {
  const row = await readConsole(db);
  if (!row) throw new AppError("SETUP_REQUIRED");
  return row;
}

export async function insertConsole(tx: Tx, row: Omit<ConsoleRow, "id">): Promise<void> {
  await tx
    .insertInto("console")
    .values({ id: 1, ...row })
    .execute();
}

export async function updateConsole(tx: Tx, change: Partial<Omit<ConsoleRow, "id" | "store_id">>): Promise<void> {
  await tx.updateTable("console").set(change).execute();
}

type AuditHead = Pick<ConsoleRow, "clock_floor" | "audit_seq" | "audit_mac" | "audit_head_mac">;

const setAuditHead = fixed((tx: Tx) => {
  const none = Buffer.alloc(0);
  return tx.updateTable("console").set({ clock_floor: 0, audit_seq: 0, audit_mac: none, audit_head_mac: none });
});

/** The end of the audit chain, moved with every event. */
export async function updateAuditHead(tx: Tx, head: AuditHead): Promise<void> {
  await setAuditHead(tx, head.clock_floor, head.audit_seq, head.audit_mac, head.audit_head_mac);
}
