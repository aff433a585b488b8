import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { jsonParts } from "#main/formats/json-parts.ts";
import { withSource } from "#main/formats/source.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-parts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wanted = { arrays: ["users", "é"], values: ["realm"] };

async function partsOf(written: string): Promise<[string, unknown][]> {
  const file = path.join(folder, "file.json");
  writeFileSync(file, written);
  return withSource(file, async (source) => {
    const found: [string, unknown][] = [];
    for await (const { name, json } of jsonParts(source, wanted)) {
      found.push([name, json === null ? "begins" : JSON.parse(json)]);
    }
    return found;
  });
}

/** The same by parsing the whole. */
const expected = (value: Record<string, unknown>): [string, unknown][] =>
  Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (wanted.values.includes(name)) return [[name, one]];
    if (!wanted.arrays.includes(name) || !Array.isArray(one)) return [];
    return [[name, "begins"], ...(one as unknown[]).map((item): [string, unknown] => [name, item])];
  });

test("finds the items and values of any object, however it is laid out", async () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const object = fc.record(
    { realm: value, users: fc.oneof(value, fc.array(value)), é: fc.array(value), other: value, '"]},': value },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(object, fc.constantFrom(undefined, 1, 4), async (given, indent) => {
      // As it is read: a number may be written in several ways.
      const written = JSON.stringify(given, null, indent);
      const read = JSON.parse(written) as Record<string, unknown>;
      expect(await partsOf(written)).toEqual(expected(read));
    }),
    { numRuns: 200 },
  );
});

test("finds what stands across the pieces in which a file is read", async () => {
  const users = Array.from({ length: 4000 }, (_, index) => ({ name: `é"\\${"x".repeat(index % 97)}`, index }));
  const found = await partsOf(JSON.stringify({ before: "[{", users, realm: "end" }));
  expect(found).toEqual([["users", "begins"], ...users.map((one) => ["users", one]), ["realm", "end"]]);
});

test.for([
  "[]",
  '{"users":[{}]',
  '{"users":[1',
  "{}x",
  '"users"',
  "{}{}",
  `{"a":${"[".repeat(100)}`,
  "}",
  '{"users":[]}}',
])("%s ends with a clear error", async (written) => {
  await expect(partsOf(written)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" });
});

test("one part of more than a mebibyte ends with a clear error", async () => {
  const written = `{"users":["${"x".repeat(1_200_000)}"]}`;
  await expect(partsOf(written)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" });
});
