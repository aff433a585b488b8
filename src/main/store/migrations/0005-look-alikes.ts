import type Database from "better-sqlite3";
import { lookColumn } from "../search/look-alike.ts";

const column = `
  -- What the username is taken for where its letters are not those of ASCII; see look-alike.ts.
  ALTER TABLE users ADD COLUMN look_key TEXT;
  CREATE INDEX users_look ON users (look_key) WHERE look_key IS NOT NULL;`;

/** Usernames with other letters are compared by what they look like. */
export function lookAlikes(raw: Database.Database): void {
  raw.exec(column);
  const others = raw.prepare("SELECT pk, username FROM users WHERE username_key GLOB ?").all("*[^\u0001-\u007F]*");
  const write = raw.prepare("UPDATE users SET look_key = ? WHERE pk = ?");
  for (const { pk, username } of others as { pk: number; username: string }[]) write.run(lookColumn(username), pk);
}
