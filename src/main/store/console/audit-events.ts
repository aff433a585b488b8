import { setImmediate } from "node:timers/promises";
import { row, run, value } from "../statements.ts";
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
export async function insertAuditEvent(tx: Tx, event: AuditRow): Promise<void> {
  await run(tx, insert, ...columns.map((name) => event[name]));
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

const dayOf = (at: number): number => Math.floor(at / 86_400_000);

/** Notes that these events, from `first` to `last`, are of the day of `at`. */
export async function noteDay(tx: Tx, at: number, first: number, last: number): Promise<void> {
  await run(
    tx,
    `INSERT INTO audit_days (day, first, last) VALUES (?, ?, ?)
     ON CONFLICT (day) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`,
    dayOf(at),
    first,
    last,
  );
}

interface Stretch {
  first: number;
  last: number;
}

/** Where events of a time can be: none are outside. @returns null if there are none at all */
async function stretchOf(
  db: Db,
  { from = 0, to = Number.MAX_SAFE_INTEGER, before }: AuditFilter,
): Promise<Stretch | null> {
  const found = await row<{ first: number | null; last: number | null }>(
    db,
    "SELECT min(first) AS first, max(last) AS last FROM audit_days WHERE day BETWEEN ? AND ?",
    dayOf(from),
    dayOf(to),
  );
  if (!found || found.first === null || found.last === null) return null;
  const last = before === undefined ? found.last : Math.min(found.last, before - 1);
  return last < found.first ? null : { first: found.first, last };
}

/** Events of a stretch, newest first. Its action is a whole one: an area would read and sort all of its events. */
function within(db: Db, { first, last }: Stretch, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  let query = db.selectFrom("audit_events").selectAll().orderBy("seq", "desc").limit(limit);
  query = query.where("seq", ">=", first).where("seq", "<=", last);
  if (filter.targetId !== undefined) query = query.where("target_id", "=", filter.targetId);
  if (filter.actor !== undefined) query = query.where("actor", "=", filter.actor);
  if (filter.action !== undefined) query = query.where("action", "=", filter.action);
  if (filter.from !== undefined) query = query.where("at", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("at", "<=", filter.to);
  if (filter.search) {
    const pattern = likePattern(filter.search);
    query = query.where((where) =>
      where.or(
        (["target", "actor", "action", "details"] as const).map((column) => where(column, "like", where.val(pattern))),
      ),
    );
  }
  return query.execute();
}

/** The actions of an area that there are, each found by one step in the index. */
async function actionsOf(db: Db, area: string): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const next = await value<string>(
      db,
      "SELECT action FROM audit_events WHERE action > ? AND action < ? ORDER BY action LIMIT 1",
      found.at(-1) ?? `${area}.`,
      `${area}/`,
    );
    if (next === undefined) return found;
    found.push(next);
  }
}

/** The newest of several actions. */
async function ofActions(db: Db, stretch: Stretch, filter: AuditFilter, actions: readonly string[], limit: number) {
  const found: AuditRow[] = [];
  for (const action of actions) found.push(...(await within(db, stretch, { ...filter, action }, limit)));
  return found.toSorted((a, b) => b.seq - a.seq).slice(0, limit);
}

/** Events that are looked through at once for a text: a few milliseconds. */
const searchedAtOnce = 5000;

/**
 * Newest first. An action without a dot names an area: `user` finds `user.add`. A text is looked for piece by piece, so
 * that whatever else has to be done is done between.
 */
export async function listAuditEvents(db: Db, filter: AuditFilter): Promise<AuditRow[]> {
  const stretch = await stretchOf(db, filter);
  if (!stretch) return [];
  const { action, limit } = filter;
  const actions = action === undefined || action.includes(".") ? null : await actionsOf(db, action);
  const find = (piece: Stretch, most: number): Promise<AuditRow[]> =>
    actions ? ofActions(db, piece, filter, actions, most) : within(db, piece, filter, most);
  if (filter.search === undefined || filter.search === "") return find(stretch, limit);
  const found: AuditRow[] = [];
  for (let { last } = stretch; last >= stretch.first && found.length < limit; last -= searchedAtOnce) {
    const piece = { first: Math.max(stretch.first, last - searchedAtOnce + 1), last };
    found.push(...(await find(piece, limit - found.length)));
    await setImmediate();
  }
  return found;
}

/** Oldest first, from after `seq`. */
export const readAuditChain = (db: Db, seq: number, limit: number): Promise<AuditRow[]> =>
  db.selectFrom("audit_events").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();

/** The first event that is not older than a moment, UTC milliseconds; undefined if all are. */
export const firstSince = (db: Db, at: number): Promise<number | null | undefined> =>
  value<number>(db, "SELECT min(seq) FROM audit_events WHERE at >= ?", at);

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
