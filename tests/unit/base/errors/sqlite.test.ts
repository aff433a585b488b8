import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { codeOfResult, fromSqlite, internalOnPurpose } from "#main/base/errors/sqlite.ts";
import { toAppError } from "#main/base/errors/to-app-error.ts";

const packageFolder = dirname(createRequire(import.meta.url).resolve("better-sqlite3/package.json"));
const header = readFileSync(join(packageFolder, "deps/sqlite3/sqlite3.h"), "utf8");
const binding = readFileSync(join(packageFolder, "src/util/constants.cpp"), "utf8");

/** SQLite's own list: `#define SQLITE_NAME number` and `#define SQLITE_NAME (SQLITE_PRIMARY | (n<<8))`. */
function resultCodes(): Map<string, number> {
  const start = header.indexOf("CAPI3REF: Result Codes");
  const end = header.indexOf("CAPI3REF: Flags For File Open Operations");
  const section = header.slice(start, end);
  const codes = new Map<string, number>();
  for (const [, name, number] of section.matchAll(/^#define (SQLITE_\w+)\s+(\d+)\s/gmu)) {
    codes.set(name as string, Number(number));
  }
  for (const [, name, primary, n] of section.matchAll(
    /^#define (SQLITE_\w+)\s+\((SQLITE_\w+)\s*\|\s*\((\d+)<<8\)\)/gmu,
  )) {
    codes.set(name as string, (codes.get(primary as string) as number) | (Number(n) << 8));
  }
  return codes;
}

const codes = resultCodes();

const sqliteError = (code: string) => Object.assign(new Error('near "x": it failed'), { code });

describe("SQLite's own list of result codes", () => {
  it("is the list of the version that is linked", () => {
    const version = /#define SQLITE_VERSION\s+"([^"]+)"/u.exec(header)?.[1];
    const database = new Database(":memory:");
    const linked = database.prepare("SELECT sqlite_version()").pluck().get();
    database.close();
    expect(version).toBe(linked);
  });

  it("was read whole: 31 primary codes and the extended ones", () => {
    const primary = [...codes.values()].filter((number) => number < 256);
    expect(primary).toHaveLength(31);
    expect(codes.size).toBe(
      [...header.matchAll(/^#define SQLITE_\w+\s+\(SQLITE_[A-Z]+\s*\|\s*\(\d+<<8\)\)/gmu)].length + 31,
    );
    expect(codes.get("SQLITE_CONSTRAINT_UNIQUE")).toBe(2067);
    expect(codes.get("SQLITE_IOERR_CORRUPTFS")).toBe(8458);
  });

  it.each([...codes.keys()])("%s is decided on purpose", (name) => {
    const code = codeOfResult(name);
    expect(code, `${name} has no row`).toBeDefined();
    expect(code === "INTERNAL").toBe(Object.hasOwn(internalOnPurpose, name));
    expect(toAppError(sqliteError(name)).code).toBe(code);
  });

  it("names each code that the binding hands on by number", () => {
    const unnamed = [...codes].filter(([name]) => !binding.includes(`SetCode(env, ${name},`));
    expect(unnamed.map(([name]) => name)).toContain("SQLITE_BUSY_TIMEOUT");
    for (const [name, number] of unnamed) {
      expect(codeOfResult(`UNKNOWN_SQLITE_ERROR_${number}`)).toBe(codeOfResult(name));
    }
  });

  it("holds no code that SQLite does not have", () => {
    for (const name of Object.keys(internalOnPurpose)) expect([...codes.keys()]).toContain(name);
  });
});

describe("families", () => {
  it.each([
    ["SQLITE_CONSTRAINT_UNIQUE", "CONFLICT", false],
    ["SQLITE_CONSTRAINT_PRIMARYKEY", "CONFLICT", false],
    ["SQLITE_CONSTRAINT_ROWID", "CONFLICT", false],
    ["SQLITE_CONSTRAINT_FOREIGNKEY", "INVALID_REFERENCE", false],
    ["SQLITE_CONSTRAINT_CHECK", "INVALID_INPUT", false],
    ["SQLITE_CONSTRAINT_NOTNULL", "INVALID_INPUT", false],
    ["SQLITE_BUSY", "BUSY", true],
    ["SQLITE_BUSY_SNAPSHOT", "BUSY", true],
    ["SQLITE_LOCKED", "BUSY", true],
    ["SQLITE_FULL", "DISK_FULL", true],
    ["SQLITE_CORRUPT_INDEX", "STORE_DAMAGED", false],
    ["SQLITE_NOTADB", "STORE_DAMAGED", false],
    ["SQLITE_READONLY_DIRECTORY", "STORE_READ_ONLY", false],
    ["SQLITE_PERM", "STORE_READ_ONLY", false],
    ["SQLITE_CANTOPEN_ISDIR", "STORE_UNAVAILABLE", false],
    ["SQLITE_IOERR_WRITE", "IO_ERROR", true],
    ["SQLITE_IOERR_NOMEM", "OUT_OF_MEMORY", true],
    ["SQLITE_IOERR_CORRUPTFS", "STORE_DAMAGED", false],
    ["SQLITE_NOMEM", "OUT_OF_MEMORY", true],
    ["SQLITE_INTERRUPT", "CANCELLED", true],
  ] as const)("%s is %s", (name, code, retryable) => {
    const error = toAppError(sqliteError(name));
    expect(error.code).toBe(code);
    expect(error.retryable).toBe(retryable);
  });

  it("takes the primary code's row for an extended code of a later SQLite", () => {
    expect(toAppError(sqliteError("SQLITE_CORRUPT_LATER")).code).toBe("STORE_DAMAGED");
    expect(toAppError(sqliteError(`UNKNOWN_SQLITE_ERROR_${5 | (77 << 8)}`)).code).toBe("BUSY");
  });

  it("keeps SQLite's words in the cause only", () => {
    const thrown = sqliteError("SQLITE_CONSTRAINT_UNIQUE");
    const error = toAppError(thrown);
    expect(error.cause).toBe(thrown);
    expect(JSON.stringify(error.toBody("r"))).not.toContain("it failed");
  });

  it("leaves errors of others alone", () => {
    expect(fromSqlite(new Error("SQLITE_BUSY"))).toBeUndefined();
    expect(fromSqlite({ code: "SQLITE_BUSY" })).toBeUndefined();
    expect(fromSqlite(Object.assign(new Error("x"), { code: "ENOENT" }))).toBeUndefined();
  });
});
