import { fixed } from "../sqlite/fixed.ts";
import type { Db } from "../open.ts";
import type { ConsoleRow } from "../migrations/schema.ts";

const selectConsole = fixed((db) => db.selectFrom("console").selectAll());

/** @returns the store's own row, or undefined in a store that was never set up */
export const readConsole = async (db: Db): Promise<ConsoleRow | undefined> => (await selectConsole(db))[0];

export async function insertConsole(db: Db, row: Omit<ConsoleRow, "id">): Promise<void> {
  await db
    .insertInto("console")
    .values({ id: 1, ...row })
    .execute();
}

export async function updateConsole(db: Db, change: Partial<Omit<ConsoleRow, "id" | "store_id">>): Promise<void> {
  await db.updateTable("console").set(change).execute();
}

type AuditHead = Pick<ConsoleRow, "clock_floor" | "audit_seq" | "audit_mac" | "audit_head_mac">;

const setAuditHead = fixed((db) => {
  const none = Buffer.alloc(0);
  return db.updateTable("console").set({ clock_floor: 0, audit_seq: 0, audit_mac: none, audit_head_mac: none });
});

/** The end of the audit chain, moved with every event. */
export async function updateAuditHead(db: Db, head: AuditHead): Promise<void> {
  await setAuditHead(db, head.clock_floor, head.audit_seq, head.audit_mac, head.audit_head_mac);
}
