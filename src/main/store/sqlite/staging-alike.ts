import type { Raw } from "./connection.ts";

/** Rows that are looked at: without a fault, and identical ones once. */
const sound = "fault IS NULL AND twin IS NULL";

interface Alike {
  /** A second key of some rows, under which another username may be meant. */
  key: "look_key" | "bare_key";
  /** Where the number of the other row goes. */
  twin: "look_twin" | "bare_twin";
  /** What the index tells apart beside the second key. */
  form: string;
  /** What two rows of one second key must differ in; `o` is the other row. */
  unlike: string;
}

const kinds: readonly Alike[] = [
  { key: "look_key", twin: "look_twin", form: "row", unlike: "o.username_key <> rows.username_key" },
  // Two domains may have an anna each; `CORP\anna` beside `anna@corp.example` is rarely two people.
  {
    key: "bare_key",
    twin: "bare_twin",
    form: "(instr(username, '\\') > 0)",
    unlike: "(instr(o.username, '\\') > 0) = (instr(rows.username, '\\') = 0)",
  },
];

/** Notes which rows have a username that another row's may be taken for. Each is found by an index, however many there are. */
export function noteAlikeRows(raw: Raw): void {
  raw.exec(`CREATE INDEX by_sound_username ON rows (username_key) WHERE username_key IS NOT NULL AND ${sound}`);
  for (const { key, twin, form, unlike } of kinds) {
    raw.exec(`
      CREATE INDEX by_${key} ON rows (${key}, ${form}) WHERE ${key} IS NOT NULL AND ${sound};
      UPDATE rows SET ${twin} = coalesce(
        (SELECT o.row FROM rows o INDEXED BY by_sound_username
         WHERE o.username_key = rows.${key} AND o.username_key IS NOT NULL AND o.row <> rows.row
           AND o.fault IS NULL AND o.twin IS NULL LIMIT 1),
        (SELECT o.row FROM rows o INDEXED BY by_${key}
         WHERE o.${key} = rows.${key} AND o.${key} IS NOT NULL AND ${unlike}
           AND o.fault IS NULL AND o.twin IS NULL LIMIT 1))
      WHERE ${key} IS NOT NULL AND ${sound};
      UPDATE rows SET ${twin} = (
        SELECT o.row FROM rows o INDEXED BY by_${key}
        WHERE o.${key} = rows.username_key AND o.${key} IS NOT NULL AND o.fault IS NULL AND o.twin IS NULL LIMIT 1)
      WHERE ${twin} IS NULL AND ${sound} AND username_key IN (SELECT ${key} FROM rows WHERE ${key} IS NOT NULL);`);
  }
}
