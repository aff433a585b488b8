import { run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { AuditRow } from "../migrations/schema.ts";

const columns = [
  "seq",
  "at",
  "actor_id",
  "actor",
  "action",
  "target",
  "target_id",
  "result",
  "details",
  "mac",
] as const satisfies (keyof AuditRow)[];

const insert = `INSERT INTO audit_events (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;

/** One row per statement: FTS5 flushes what it has collected before a statement that could undo several rows. */
export async function insertAuditEvent(tx: Tx, row: AuditRow): Promise<void> {
  await run(tx, insert, ...columns.map((name) => row[name]));
}

export interface AuditFilter {
  search?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  targetId?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  /** Events older than this one. */
  before?: number | undefined;
  limit: number;
}

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/gu, "\\$&")}%`;

/** Newest first. An action without a dot names an area: `user` finds `user.add`. */
export function listAuditEvents(db: Db, filter: AuditFilter): Promise<AuditRow[]> {
  let query = db.selectFrom("audit_events").selectAll().orderBy("seq", "desc").limit(filter.limit);
  if (filter.before !== undefined) query = query.where("seq", "<", filter.before);
  if (filter.targetId !== undefined) query = query.where("target_id", "=", filter.targetId);
  if (filter.actor !== undefined) query = query.where("actor", "=", filter.actor);
  if (filter.from !== undefined) query = query.where("at", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("at", "<=", filter.to);
  const { action, search } = filter;
  if (action !== undefined) {
    query = action.includes(".")
      ? query.where("action", "=", action)
      : query.where("action", ">=", `${action}.`).where("action", "<", `${action}/`);
  }
  if (search) {
    const pattern = likePattern(search);
    query = query.where((where) =>
      where.or(
        (["target", "actor", "action", "details"] as const).map((column) => where(column, "like", where.val(pattern))),
      ),
    );
  }
  return query.execute();
}

/** Oldest first, from after `seq`. */
export const readAuditChain = (db: Db, seq: number, limit: number): Promise<AuditRow[]> =>
  db.selectFrom("audit_events").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();

/** What was done to one target after an event, oldest first. */
export const eventsOf = (
  db: Db,
  targetId: string,
  seq: number,
): Promise<Pick<AuditRow, "at" | "action" | "result" | "details">[]> =>
  db
    .selectFrom("audit_events")
    .select(["at", "action", "result", "details"])
    .where("target_id", "=", targetId)
    .where("seq", ">", seq)
    .orderBy("seq")
    .execute();
