import { join } from "node:path";
import Database from "better-sqlite3";
import { v7 } from "uuid";
import { toStored, toStoredList } from "#shared/texts/stored.ts";
import { text as textOf, type Text } from "#shared/texts/text.ts";

const day = 86_400_000;

/** Columns whose texts the console makes itself, or compares: they find and tell apart. */
const own =
  /^(?:.*_)?(?:id|key|hash|sort|look|digest|replaces|recipient|marker|sha256|language|procedure|search|username|serial)$/u;

/** Columns that store texts: what somebody typed can only be a fact in them. */
const texts: ReadonlySet<string> = new Set(["approvals.title", "backup_copies.error", "destinations.last_error"]);

const saying = (sentence: string): Text => textOf("plain.legacy", { sentence });

/** One row at least of whatever a person or a file can name: what no command of the test has made. */
function fill(store: Database.Database, text: string): void {
  const admin = store.prepare("SELECT id FROM admins").pluck().get() as string;
  const now = Date.now();
  const [backup, place, run] = [v7(), v7(), v7()];
  const insert = (table: string, row: Record<string, unknown>): void => {
    const names = Object.keys(row);
    store
      .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `@${name}`).join(", ")})`)
      .run(row);
  };
  insert("restores", {
    id: v7(),
    at: now,
    backup_name: "b",
    backup_at: now - day,
    carry_over: "declined",
    reason: "r",
    counts: JSON.stringify([{ kind: "backupCodesUsed", count: 1 }]),
    audit_broken_at: null,
    tasks: JSON.stringify(["backupCodes"]),
    settled_at: null,
  });
  insert("approvals", {
    id: v7(),
    procedure: "admins.remove",
    digest: Buffer.alloc(32),
    title: toStored(saying("t")),
    facts: toStoredList([saying(text), saying(`The reason: ${text}`)]),
    requester_id: admin,
    session_id: null,
    needs: "administrator",
    requested_at: now,
    expires_at: now + day,
    ready_at: null,
    approver_id: null,
    approver: "a",
    approved_at: null,
  });
  insert("backup_recipients", { id: v7(), name: "k", recipient: "age1x", created_at: now, proven_at: null });
  insert("destinations", {
    id: place,
    name: "d",
    settings: JSON.stringify({ kind: "folder", path: `/nowhere/${text}` }),
    marker: null,
    enabled: 1,
    created_at: now,
    last_success_at: null,
    last_error: toStored(saying("e")),
  });
  insert("backups", {
    id: backup,
    name: "b.age",
    created_at: now,
    cause: "person",
    size: 1,
    sha256: "00",
    users: 1,
    tokens: 1,
    audit_seq: 1,
    pinned: 0,
    proven_at: null,
  });
  insert("backup_copies", {
    backup_id: backup,
    destination_id: place,
    state: "failed",
    at: now,
    error: toStored(saying("e")),
  });
  insert("backup_runs", {
    id: run,
    cause: "person",
    begun_at: now,
    ended_at: now,
    outcome: "partial",
    backup_id: backup,
    problems: toStoredList([saying(text)]),
    acknowledged_by: "a",
    acknowledged_at: null,
  });
  insert("imports", {
    id: v7(),
    at: now,
    admin: "a",
    file_name: "f",
    sums: JSON.stringify({ rows: 0, create: 0, update: 0, unchanged: 0, refused: 0 }),
    new_groups: JSON.stringify([text]),
  });
  insert("letter_templates", {
    id: v7(),
    name: "t",
    name_key: "t",
    language: "en",
    logo: null,
    title: "t",
    introduction: "i",
    closing: "c",
    updated_at: now,
  });
  insert("import_presets", { name: "p", headers: JSON.stringify({ name: text }) });
  insert("saved_filters", {
    id: v7(),
    admin_id: admin,
    name: "s",
    name_key: "s",
    filter: JSON.stringify({ search: text }),
    sort: "name",
  });
}

/**
 * Puts a text everywhere in a store where a person, a file or a table can have put it: into every column of text that
 * takes any, whatever its table.
 *
 * @returns the columns, as `table.column`
 */
export function plantEverywhere(dataDir: string, text: string): string[] {
  const store = new Database(join(dataDir, "store", "console.db"));
  const planted: string[] = [];
  try {
    fill(store, text);
    const columns = store
      .prepare(
        `SELECT t.name AS "table", c.name AS "column" FROM sqlite_schema t, pragma_table_xinfo(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT' AND c.hidden = 0`,
      )
      .all() as { table: string; column: string }[];
    for (const { table, column } of columns.filter((one) => !own.test(one.column))) {
      try {
        const place = `${table}.${column}`;
        // Different in each row: names are unique.
        const done = texts.has(place)
          ? store.prepare(`UPDATE "${table}" SET "${column}" = ?`).run(toStored(saying(text)))
          : store.prepare(`UPDATE "${table}" SET "${column}" = ? || hex(randomblob(3))`).run(text);
        if (done.changes > 0) planted.push(place);
      } catch (thrown) {
        // Words of the console's own, and JSON.
        if (!(thrown instanceof Database.SqliteError) || thrown.code !== "SQLITE_CONSTRAINT_CHECK") throw thrown;
      }
    }
  } finally {
    store.close();
  }
  return planted;
}
