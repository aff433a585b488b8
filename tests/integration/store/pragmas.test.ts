import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { openStore } from "#main/store/sqlite/store.ts";
import { deleteUser, insertUser, requireUser } from "#main/store/people/users.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { countUp, rounds } from "./counting.ts";

it.each([
  ["journal_mode", "wal"],
  ["synchronous", 2],
  ["foreign_keys", 1],
  ["trusted_schema", 0],
  ["secure_delete", 1],
])("the store is opened with %s = %s", async (pragma, value) => {
  const store = await openStore(join(temporaryFolder(), "console.db"), { create: true });
  const { rows } = await sql<Record<string, unknown>>`${sql.raw(`PRAGMA ${pragma}`)}`.execute(store.db);
  expect(Object.values(rows[0] ?? {})).toEqual([value]);
  await store.close();
});

it("a deleted user's name stands nowhere in the file", async () => {
  const file = join(temporaryFolder(), "console.db");
  const store = await openStore(file, { create: true });
  const facts = { username: "hapax", name: "Hapaxlegomenon", email: "hapax@example.org", external_id: "", notes: "" };
  await store.write((tx) => insertUser(tx, { ...facts, id: "u" as never, status: "active", created_at: 1 }));
  await store.write(async (tx) => deleteUser(tx, await requireUser(tx, { username: "hapax" }), 2));
  await store.close();
  expect(new Database(file).pragma("integrity_check", { simple: true })).toBe("ok");
  expect(readFileSync(file).toString("latin1").toLowerCase()).not.toContain("hapax");
});

it("two processes that write at the same time wait for each other instead of failing", async () => {
  const file = join(temporaryFolder(), "console.db");
  const store = await openStore(file, { create: true });
  const other = spawn(process.execPath, [join(import.meta.dirname, "writer.ts"), file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(other, "exit");
  await once(other.stdout, "data");
  other.stdin.end("go");
  await countUp(store, "here");
  expect(await ended).toEqual([0, null]);
  const rows = await store.db.selectFrom("throttle").select(["key", "failures"]).orderBy("key").execute();
  expect(rows).toEqual([
    { key: "here", failures: rounds },
    { key: "there", failures: rounds },
  ]);
  await store.close();
});
