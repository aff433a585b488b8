import type { TextKey } from "#shared/texts/text.ts";
import type { Raw } from "./connection.ts";

const sameAsRow: TextKey = "imports.sameAsRow";

/** @returns whether any rows have the same key */
function settleSame(raw: Raw, column: "username_key" | "external_key", key: TextKey): boolean {
  raw.exec(`
    CREATE INDEX by_${column} ON rows (${column}) WHERE ${column} IS NOT NULL;
    CREATE TABLE shared AS
      SELECT ${column} AS key FROM rows WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1;`);
  const isShared = raw.prepare("SELECT 1 FROM shared LIMIT 1").get() !== undefined;
  if (isShared) {
    raw.exec(`
      CREATE TABLE different AS SELECT key FROM (
        SELECT DISTINCT ${column} AS key, username, external_id, name, email, notes, status, groups, open, fault IS NULL
        FROM rows WHERE ${column} IN (SELECT key FROM shared)) GROUP BY key HAVING count(*) > 1;
      UPDATE rows SET
        fault = json_insert(coalesce(fault, '[]'), '$[#]', json_object('key', '${key}', 'facts', json_object('row', (
          SELECT o.row FROM rows o WHERE o.${column} = rows.${column} AND o.row <> rows.row
          ORDER BY o.row LIMIT 1)))),
        verdict = 'refused', place = NULL
      WHERE ${column} IN (SELECT key FROM different);
      UPDATE rows SET twin = (SELECT o.row FROM rows o WHERE o.${column} = rows.${column} ORDER BY o.row LIMIT 1)
      WHERE fault IS NULL AND ${column} IN (SELECT key FROM shared) AND twin IS NULL;
      DROP TABLE different;`);
  }
  raw.exec("DROP TABLE shared");
  return isShared;
}

/**
 * Rows that share a username or an external id: of identical ones the first counts, all others are refused with the
 * number of another one. Notes too which rows share an e-mail address. What no rows share costs no pass over all of them.
 */
export function settleSameRows(raw: Raw): void {
  const shared = [
    settleSame(raw, "username_key", "imports.sameUsername"),
    settleSame(raw, "external_key", "imports.sameExternalId"),
  ];
  if (shared.includes(true)) {
    raw.exec(`
      UPDATE rows SET twin = NULL WHERE twin = row OR fault IS NOT NULL;
      UPDATE rows SET verdict = 'unchanged', place = NULL,
        message = json_array(json_object('key', '${sameAsRow}', 'facts', json_object('row', twin)))
      WHERE twin IS NOT NULL;
      UPDATE rows SET message = fault WHERE fault IS NOT NULL AND message <> fault;`);
  }
  raw.exec(`
    CREATE INDEX by_email_key ON rows (email_key)
      WHERE email_key IS NOT NULL AND fault IS NULL AND twin IS NULL;
    UPDATE rows SET email_twin = (
      SELECT o.row FROM rows o INDEXED BY by_email_key
      WHERE o.email_key = rows.email_key AND o.fault IS NULL AND o.twin IS NULL AND o.row <> rows.row
      ORDER BY o.row LIMIT 1)
    WHERE fault IS NULL AND twin IS NULL AND email_key IN (
      SELECT email_key FROM rows INDEXED BY by_email_key WHERE email_key IS NOT NULL AND fault IS NULL AND twin IS NULL
      GROUP BY email_key HAVING count(*) > 1);`);
}
