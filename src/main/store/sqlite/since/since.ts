import { namedOfAKind, type Since, type SinceCount } from "#shared/model/restores.ts";
import { openRaw } from "../open.ts";
import { schemaVersion } from "../../migrations/migrations.ts";
import type { Raw } from "../connection.ts";
import { type Rule, rules, shownOnly } from "./rules.ts";

/** Rows in one statement: some ten milliseconds' work, and memory for that many row numbers. */
const rowsAtOnce = 20_000;

export interface Watch {
  signal: AbortSignal;
  /** Rows processed, of all. */
  onRows: (done: number, total: number) => void;
}

/**
 * @returns the backup's store, open for writing, with the current one beside it as `present`, which is only read; null if the current store is another console's, or of another schema
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, IO_ERROR, BUSY
 */
export async function openBoth(backup: string, present: string): Promise<Raw | null> {
  const raw = await openRaw(backup, {});
  try {
    raw.prepare("ATTACH ? AS present").run(present);
    const version = raw.pragma("present.user_version", { simple: true });
    const same = raw.prepare("SELECT 1 FROM console b JOIN present.console p ON p.store_id = b.store_id").get();
    if (version === schemaVersion && same !== undefined) return raw;
    raw.close();
    return null;
  } catch (thrown) {
    raw.close();
    throw thrown;
  }
}

/** The rows of a piece that a rule applies to. */
const within = ({ from, where }: Rule, condition: string): string =>
  `${from} WHERE b.rowid > :after AND b.rowid <= :upTo AND (${where}) AND (${condition})`;

/** Row numbers after which each piece begins. */
function* piecesOf(raw: Raw, table: string): Generator<{ after: number; upTo: number }> {
  const last = raw.prepare(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck().get() as number;
  for (let after = 0; after < last; after += rowsAtOnce) yield { after, upTo: Math.min(after + rowsAtOnce, last) };
}

/** Processes the rows of each rule's table. */
async function inPieces(
  raw: Raw,
  all: readonly Rule[],
  { signal, onRows }: Watch,
  work: (rule: Rule, piece: { after: number; upTo: number }) => void,
): Promise<void> {
  const pieces = all.flatMap((rule) => [...piecesOf(raw, rule.table)].map((piece) => ({ rule, piece })));
  const total = pieces.reduce((sum, { piece }) => sum + piece.upTo - piece.after, 0);
  let done = 0;
  for (const { rule, piece } of pieces) {
    signal.throwIfAborted();
    work(rule, piece);
    done += piece.upTo - piece.after;
    onRows(done, total);
    // Lets a cancellation through.
    await new Promise(setImmediate);
  }
}

/** What would be undone, counted and named. */
export async function compareStores(raw: Raw, sameKey: boolean, watch: Watch): Promise<Since> {
  const counts = new Map<string, SinceCount>();
  const rows: Since["rows"] = [];
  const shown = [...rules, ...shownOnly].filter(({ kind }) => kind !== null && (sameKey || kind !== "waysInChanged"));
  await inPieces(raw, shown, watch, (rule, piece) => {
    const { kind } = rule;
    if (kind === null) return;
    const count = raw
      .prepare(`SELECT count(*) FROM ${within(rule, "true")}`)
      .pluck()
      .get(piece) as number;
    if (count === 0) return;
    const before = counts.get(kind)?.count ?? 0;
    counts.set(kind, { kind, count: before + count });
    if (before >= namedOfAKind) return;
    const named = raw
      .prepare(
        `SELECT ${rule.name} AS name, ${rule.detail} AS detail FROM ${within(rule, "true")} LIMIT ${namedOfAKind - before}`,
      )
      .all(piece) as { name: string; detail: string }[];
    rows.push(...named.map(({ name, detail }) => ({ kind, name, detail })));
  });
  return { counts: [...counts.values()], rows, sameKey };
}

/**
 * Carries over what the rules name: of each row the safer of its two states. In the transaction of the caller.
 *
 * @param condition which rows of `b`: SQL
 */
export async function applyRules(
  raw: Raw,
  which: readonly Rule[],
  condition: string,
  at: number,
  watch: Watch,
): Promise<void> {
  await inPieces(raw, which, watch, (rule, piece) => {
    const these = `SELECT b.rowid FROM ${within(rule, condition)}`;
    for (const statement of rule.apply) {
      const text = statement.replace("IN_THESE", these);
      const values = { ...(text.includes(":after") ? piece : {}), ...(text.includes(":at") ? { at } : {}) };
      raw.prepare(text).run(values);
    }
  });
}
