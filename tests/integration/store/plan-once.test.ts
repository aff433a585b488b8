import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { planOnce } from "../../../src/main/store/sqlite/plan-once.ts";

const sample = () => {
  const raw = new Database(":memory:");
  raw.exec(`CREATE TABLE things (id TEXT PRIMARY KEY, size INTEGER, data BLOB, note TEXT) STRICT;
    CREATE INDEX things_size ON things (size) WHERE size IS NOT NULL;
    INSERT INTO things VALUES ('a', 1, x'00', '?'), ('b', 2, x'01', NULL), ('10', 10, x'02', 'it''s');`);
  return raw;
};

test("values mean what they meant before: every kind of them, compared, listed, limited and stored", () => {
  const raw = sample();
  const both = (text: string, ...values: unknown[]): void => {
    const found = raw.prepare(planOnce(text)).all(...values);
    expect(found).toEqual(raw.prepare(text).all(...values));
  };
  both("SELECT * FROM things WHERE id = ?", "a");
  // A number given for a column of text is still compared as text.
  both("SELECT * FROM things WHERE id = ?", 10);
  both("SELECT * FROM things WHERE size >= ? AND size < ? ORDER BY id LIMIT ?", 1, 10, 1);
  both("SELECT * FROM things WHERE data = ?", Buffer.from([1]));
  both("SELECT * FROM things WHERE note IS ? ", null);
  both("SELECT * FROM things WHERE id IN (?, ?) ORDER BY id", "a", "b");
  raw.prepare(planOnce("INSERT INTO things VALUES (?, ?, ?, ?)")).run("c", 3, Buffer.from([9]), null);
  expect(raw.prepare("SELECT * FROM things WHERE id = 'c'").get()).toEqual({
    id: "c",
    size: 3,
    data: Buffer.from([9]),
    note: null,
  });
  raw.close();
});

test("a question mark in a text or a name is left alone", () => {
  const text = `SELECT note AS "what?" FROM things WHERE note = '?' OR note = 'it''s ?' OR id = ?`;
  expect(planOnce(text)).toBe(`${text.slice(0, -1)}+?`);
  const raw = sample();
  expect(raw.prepare(planOnce(text)).all("b")).toEqual([{ "what?": "?" }, { "what?": null }]);
  raw.close();
});

test("the same indexes are used, also those of a part of a table", () => {
  const raw = sample();
  const plan = (text: string) => raw.prepare(`EXPLAIN QUERY PLAN ${text}`).all(1);
  for (const text of ["SELECT * FROM things WHERE size = ?", "SELECT * FROM things WHERE id = ?"]) {
    expect(plan(planOnce(text))).toEqual(plan(text));
    expect(JSON.stringify(plan(planOnce(text)))).toContain("INDEX");
  }
  raw.close();
});
