import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import type { ErrorCode } from "#shared/errors.ts";

const hasPermissions = process.platform !== "win32";

/** Permissions do not bind the superuser: there the work is done as the account "nobody". */
function asOrdinaryAccount(work: () => void): void {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    work();
  } finally {
    process.seteuid?.(0);
  }
}

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-errors-"));
  chmodSync(folder, 0o755);
  file = join(folder, "console.db");
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

function codeOf(work: () => unknown): ErrorCode {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Error);
  const mapped = toAppError(thrown);
  expect(mapped.cause).toBe(thrown);
  return mapped.code;
}

/** A store of about 400 KB, closed, without a WAL. */
function makeStore(): void {
  const database = new Database(file);
  database.exec(`
    CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE users (
      id TEXT PRIMARY KEY,
      age INTEGER CHECK (age >= 0),
      group_id INTEGER REFERENCES groups (id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO groups (id, name) VALUES (1, 'one');
    INSERT INTO users (id, age, group_id) VALUES ('ada', 36, 1);
  `);
  const fill = database.prepare("INSERT INTO groups (name) VALUES (?)");
  database.transaction(() => {
    for (let n = 0; n < 4000; n += 1) fill.run(`group ${n} ${"x".repeat(60)}`);
  })();
  database.close();
}

function open(options: Database.Options = {}): Database.Database {
  const database = new Database(file, { timeout: 0, ...options });
  database.pragma("foreign_keys = ON");
  return database;
}

describe("a change that the store's rules refuse", () => {
  it.each<[ErrorCode, string]>([
    ["CONFLICT", "INSERT INTO groups (name) VALUES ('one')"],
    ["CONFLICT", "INSERT INTO groups (id, name) VALUES (1, 'two')"],
    ["CONFLICT", "INSERT INTO users (id) VALUES ('ada')"],
    ["INVALID_REFERENCE", "INSERT INTO users (id, group_id) VALUES ('bob', 99999)"],
    ["INVALID_REFERENCE", "DELETE FROM groups WHERE id = 1"],
    ["INVALID_INPUT", "INSERT INTO users (id, age) VALUES ('bob', -1)"],
    ["INVALID_INPUT", "INSERT INTO groups (name) VALUES (NULL)"],
    ["INVALID_INPUT", "INSERT INTO users (id, age) VALUES ('bob', 'old')"],
    ["INVALID_INPUT", "INSERT INTO groups (id, name) VALUES ('text', 'three')"],
    ["INVALID_INPUT", "INSERT INTO groups (name) VALUES (zeroblob(2000000000))"],
    ["INTERNAL", "INSERT INTO no_such_table VALUES (1)"],
  ])("%s: %s", (code, sql) => {
    makeStore();
    const database = open();
    expect(codeOf(() => database.prepare(sql).run())).toBe(code);
    database.close();
  });
});

describe("a store that cannot be used", () => {
  it("BUSY: another connection writes", () => {
    makeStore();
    const [first, second] = [open(), open()];
    first.exec("BEGIN IMMEDIATE");
    expect(codeOf(() => second.exec("BEGIN IMMEDIATE"))).toBe("BUSY");
    first.exec("ROLLBACK");
    first.close();
    second.close();
  });

  it("BUSY: a snapshot that is no longer the newest", () => {
    makeStore();
    const [first, second] = [open(), open()];
    first.pragma("journal_mode = WAL");
    second.exec("BEGIN");
    second.prepare("SELECT count(*) FROM users").get();
    first.prepare("INSERT INTO groups (name) VALUES ('newer')").run();
    expect(codeOf(() => second.prepare("INSERT INTO groups (name) VALUES ('older')").run())).toBe("BUSY");
    second.close();
    first.close();
  });

  it("DISK_FULL: no page can be added", () => {
    makeStore();
    const database = open();
    const pages = database.pragma("page_count", { simple: true }) as number;
    database.pragma(`max_page_count = ${pages}`);
    const insert = database.prepare("INSERT INTO groups (name) VALUES (hex(randomblob(200000)))");
    expect(codeOf(() => insert.run())).toBe("DISK_FULL");
    database.close();
  });

  it("STORE_READ_ONLY: opened for reading", () => {
    makeStore();
    const database = open({ readonly: true });
    expect(codeOf(() => database.exec("DELETE FROM users"))).toBe("STORE_READ_ONLY");
    database.close();
  });

  it.runIf(hasPermissions)("STORE_READ_ONLY: the file may not be written", () => {
    makeStore();
    chmodSync(file, 0o444);
    asOrdinaryAccount(() => {
      const database = open();
      expect(codeOf(() => database.exec("DELETE FROM users"))).toBe("STORE_READ_ONLY");
      database.close();
    });
  });

  it.runIf(hasPermissions)("STORE_UNAVAILABLE: the file may not be read", () => {
    makeStore();
    chmodSync(file, 0o000);
    asOrdinaryAccount(() => expect(codeOf(() => open())).toBe("STORE_UNAVAILABLE"));
  });

  it("STORE_DAMAGED: not a database", () => {
    writeFileSync(file, "This is a letter, and longer than the header of a database. ".repeat(100));
    expect(codeOf(() => open().prepare("SELECT 1 FROM sqlite_schema").get())).toBe("STORE_DAMAGED");
  });

  it("STORE_DAMAGED: cut in the middle", () => {
    makeStore();
    truncateSync(file, 100_000);
    const database = open();
    expect(codeOf(() => database.prepare("SELECT name FROM groups ORDER BY id").all())).toBe("STORE_DAMAGED");
    database.close();
  });

  it("STORE_DAMAGED: pages overwritten", () => {
    makeStore();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 2, 4096 * 20);
    writeFileSync(file, bytes);
    const database = open();
    expect(codeOf(() => database.prepare("SELECT name FROM groups ORDER BY id").all())).toBe("STORE_DAMAGED");
    database.close();
  });

  it("STORE_UNAVAILABLE: no file, no folder, a folder in its place", () => {
    expect(codeOf(() => open({ fileMustExist: true }))).toBe("STORE_UNAVAILABLE");
    file = join(folder, "nowhere", "console.db");
    expect(codeOf(() => open())).toBe("STORE_UNAVAILABLE");
    file = folder;
    expect(codeOf(() => open())).toBe("STORE_UNAVAILABLE");
  });

  it("STORE_UNAVAILABLE: closed already", () => {
    makeStore();
    const database = open();
    database.close();
    expect(codeOf(() => database.prepare("SELECT 1"))).toBe("STORE_UNAVAILABLE");
  });
});

describe("a file that cannot be used", () => {
  it.runIf(process.platform === "linux")("DISK_FULL: the device has no room", () => {
    const full = openSync("/dev/full", constants.O_WRONLY);
    expect(codeOf(() => writeSync(full, "x"))).toBe("DISK_FULL");
    closeSync(full);
  });

  it("FILE_NOT_FOUND", () => {
    expect(codeOf(() => readFileSync(join(folder, "nothing")))).toBe("FILE_NOT_FOUND");
    writeFileSync(file, "");
    expect(codeOf(() => readFileSync(join(file, "below a file")))).toBe("FILE_NOT_FOUND");
  });

  it("FILE_EXISTS", () => {
    writeFileSync(file, "");
    expect(codeOf(() => writeFileSync(file, "", { flag: "wx" }))).toBe("FILE_EXISTS");
    expect(codeOf(() => copyFileSync(file, file, constants.COPYFILE_EXCL))).toBe("FILE_EXISTS");
  });

  it("INVALID_INPUT: a folder, a circle of links, a name too long", () => {
    expect(codeOf(() => readFileSync(folder))).toBe("INVALID_INPUT");
    symlinkSync(file, file);
    expect(codeOf(() => readFileSync(file))).toBe("INVALID_INPUT");
    expect(codeOf(() => readFileSync(join(folder, "n".repeat(300))))).toBe("INVALID_INPUT");
  });

  it.runIf(hasPermissions)("PERMISSION_DENIED", () => {
    chmodSync(folder, 0o555);
    asOrdinaryAccount(() => {
      expect(codeOf(() => writeFileSync(join(folder, "file"), ""))).toBe("PERMISSION_DENIED");
    });
  });
});
