import { lookColumn } from "../search/look-alike.ts";
import { rows, run } from "../statements.ts";
import type { Migrating } from "./migration.ts";

const column = `
  -- What the username is taken for where its letters are not those of ASCII; see look-alike.ts.
  ALTER TABLE users ADD COLUMN look_key TEXT;
  CREATE INDEX users_look ON users (look_key) WHERE look_key IS NOT NULL;`;

/** Usernames with other letters are compared by what they look like. */
export async function lookAlikes({ exec, tx }: Migrating): Promise<void> {
  await exec(column);
  const others = await rows<{ pk: number; username: string }>(
    tx,
    "SELECT pk, username FROM users WHERE username_key GLOB ?",
    "*[^\u0001-\u007F]*",
  );
  for (const { pk, username } of others) {
    await run(tx, "UPDATE users SET look_key = ? WHERE pk = ?", lookColumn(username), pk);
  }
}
