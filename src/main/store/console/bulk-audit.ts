import type { Raw } from "../sqlite/connection.ts";
import { prepared } from "../sqlite/connection.ts";
import type { AuditRow, ConsoleRow } from "../migrations/schema.ts";

/** The statements of the audit chain on the caller's connection, for many events in one transaction. */
export function readConsoleRow(raw: Raw): ConsoleRow | undefined {
  return prepared(raw, "SELECT * FROM console").get() as ConsoleRow | undefined;
}

/** One row per statement: FTS5 flushes what it has collected before a statement that could undo several rows. */
export function insertAuditRow(raw: Raw, row: AuditRow): void {
  prepared(
    raw,
    `INSERT INTO audit_events (seq, at, actor_id, actor, action, target, target_id, result, details, mac)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.seq,
    row.at,
    row.actor_id,
    row.actor,
    row.action,
    row.target,
    row.target_id,
    row.result,
    row.details,
    row.mac,
  );
}

export function writeAuditHead(
  raw: Raw,
  head: Pick<ConsoleRow, "clock_floor" | "audit_seq" | "audit_mac" | "audit_head_mac">,
): void {
  prepared(raw, "UPDATE console SET clock_floor = ?, audit_seq = ?, audit_mac = ?, audit_head_mac = ?").run(
    head.clock_floor,
    head.audit_seq,
    head.audit_mac,
    head.audit_head_mac,
  );
}
