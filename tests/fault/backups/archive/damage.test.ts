import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  packEntries,
  encryptCheaply,
  passphrase,
  prove,
  saveCheapBackup,
  type TarEntry,
  verdict,
} from "../../../support/backups.ts";
import { createHash } from "node:crypto";
import { often } from "../../../support/long.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";

let folder: string;
let remove: () => void;
let parts: TarEntry[];
/** A sound backup. */
let sound: Buffer;

const chunk = 64 * 1024 + 16;
/** Meets each chunk in its midst. */
const stride = often(61_001, 7919);

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("damage"));
  const sample = await makeSample(join(folder, "data"), { users: 150, events: 30 });
  const file = join(folder, "sound.age");
  parts = await saveCheapBackup(sample, file);
  await sample.store.close();
  sound = readFileSync(file);
});
afterAll(() => remove());

const partNamed = (name: string): Buffer => parts.find((part) => part.name === name)?.content ?? Buffer.alloc(0);
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const sealed = async (entries: TarEntry[]): Promise<string> =>
  verdict(await encryptCheaply(await packEntries(entries)), folder);

type Json = Record<string, unknown>;

/** The parts with a changed manifest; sizes and sums are made right for the database and the vault given. */
function withParts(change: {
  manifest?: (manifest: Json) => Json;
  vault?: (vault: Json) => Json;
  database?: (file: string) => void;
}): TarEntry[] {
  const vault = change.vault
    ? Buffer.from(JSON.stringify(change.vault(JSON.parse(partNamed("vault.json").toString()) as Json)))
    : partNamed("vault.json");
  let database = partNamed("console.db");
  if (change.database) {
    const file = join(mkdtempSync(join(folder, "db-")), "console.db");
    writeFileSync(file, database);
    change.database(file);
    database = Buffer.from(new Database(file, { readonly: true }).serialize());
  }
  const manifest = JSON.parse(partNamed("manifest.json").toString()) as Json;
  manifest["parts"] = {
    "vault.json": { size: vault.length, sha256: sha256(vault) },
    "console.db": { size: database.length, sha256: sha256(database) },
  };
  const changed = change.manifest ? change.manifest(manifest) : manifest;
  return [
    { name: "manifest.json", content: Buffer.from(JSON.stringify(changed)) },
    { name: "vault.json", content: vault },
    { name: "console.db", content: database },
  ];
}

const sql =
  (text: string) =>
  (file: string): void => {
    const db = new Database(file);
    db.pragma("foreign_keys = OFF");
    db.exec(text);
    db.close();
  };

test("the unchanged file is sound, and so is one that was packed again", async () => {
  expect(await verdict(sound, folder)).toBe("sound");
  expect(await sealed(withParts({}))).toBe("sound");
});

test("a wrong passphrase is told apart from damage", async () => {
  expect(await verdict(sound, folder, "an orchard behind the mil")).toBe("BACKUP_PASSPHRASE_WRONG");
  expect(await verdict(sound, folder, `${passphrase} `)).toBe("BACKUP_PASSPHRASE_WRONG");
});

describe("bytes", () => {
  test("every flipped bit in the header is refused, and none is an internal error", async () => {
    const headerEnd = sound.indexOf("\n", sound.indexOf("---")) + 1;
    const seen = new Set<string>();
    for (let at = 0; at < headerEnd + 16; at += 1) {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const code = await verdict(flipped, folder);
      seen.add(code);
      expect(["BACKUP_UNREADABLE", "BACKUP_DAMAGED", "BACKUP_PASSPHRASE_WRONG"], `byte ${at}`).toContain(code);
      // Behind the header nothing but damage is possible.
      if (at >= headerEnd) expect(code, `byte ${at}`).toBe("BACKUP_DAMAGED");
    }
    expect(seen).toEqual(new Set(["BACKUP_UNREADABLE", "BACKUP_DAMAGED", "BACKUP_PASSPHRASE_WRONG"]));
  });

  test("a flipped bit anywhere in the payload is damage: around each chunk's border, and spread", async () => {
    const start = sound.indexOf("\n", sound.indexOf("---")) + 1 + 16;
    const places = new Set<number>();
    for (let border = start; border < sound.length; border += chunk) {
      for (const offset of [-17, -16, -1, 0, 1, 16]) places.add(border + offset);
    }
    for (let at = start; at < sound.length; at += stride) places.add(at);
    places.add(sound.length - 1);
    for (const at of places) {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      expect(await verdict(flipped, folder), `byte ${at}`).toBe("BACKUP_DAMAGED");
    }
  });

  test("a file cut anywhere is refused; behind the header it is damage", async () => {
    const start = sound.indexOf("\n", sound.indexOf("---")) + 1 + 16;
    const lengths = new Set([
      0,
      1,
      10,
      21,
      22,
      23,
      40,
      80,
      start - 17,
      start - 16,
      start - 1,
      start,
      start + 1,
      start + 16,
      start + 600,
    ]);
    for (let border = start; border < sound.length; border += chunk)
      for (const offset of [-1, 0, 1]) lengths.add(border + offset);
    for (let length = start; length < sound.length; length += stride) lengths.add(length);
    lengths.add(sound.length - 1);
    for (const length of lengths) {
      const code = await verdict(sound.subarray(0, length), folder);
      expect(["BACKUP_UNREADABLE", "BACKUP_DAMAGED"], `${length} bytes`).toContain(code);
      if (length > 22) expect(code, `${length} bytes`).toBe("BACKUP_DAMAGED");
    }
  });

  test("anything behind the end is damage", async () => {
    for (const garbage of ["\n", "x", "\0".repeat(16), "\0".repeat(chunk)]) {
      expect(await verdict(Buffer.concat([sound, Buffer.from(garbage)]), folder)).toBe("BACKUP_DAMAGED");
    }
    expect(await verdict(Buffer.concat([sound, sound]), folder)).toBe("BACKUP_DAMAGED");
  });

  test("files of another kind are not backups", async () => {
    const others = [
      "",
      "hello",
      "\0".repeat(1000),
      "SQLite format 3\0",
      "PK\u0003\u0004",
      "-----BEGIN AGE ENCRYPTED FILE-----\n",
      "age-encryption.org/v2\n-> x y\n",
    ];
    for (const bytes of others)
      expect(await verdict(Buffer.from(bytes), folder), bytes.slice(0, 20)).toBe("BACKUP_UNREADABLE");
    const forKey = "age-encryption.org/v1\n-> X25519 lBG4N7bVqNwBqkwLvRb8RcpwWhYMVcXQZP5iVqYD7CA\n";
    expect(await verdict(Buffer.from(forKey), folder)).toBe("BACKUP_UNREADABLE");
  });

  test("a cost of opening that would take all the memory is refused unpaid", async () => {
    const costly = Buffer.from(sound.toString("latin1").replace(/(-> scrypt \S+) \d+/u, "$1 23"), "latin1");
    expect(await verdict(costly, folder)).toBe("BACKUP_UNREADABLE");
  });
});

describe("archives", () => {
  test("what is encrypted but no tar, or a tar of something else, is not a backup", async () => {
    expect(await verdict(await encryptCheaply(Buffer.alloc(0)), folder)).toBe("BACKUP_UNREADABLE");
    expect(await verdict(await encryptCheaply(Buffer.from("hello")), folder)).toBe("BACKUP_UNREADABLE");
    expect(await verdict(await encryptCheaply(Buffer.alloc(4096, "x")), folder)).toBe("BACKUP_UNREADABLE");
    expect(await verdict(await encryptCheaply(Buffer.alloc(10_240)), folder)).toBe("BACKUP_UNREADABLE");
    expect(await sealed([{ name: "notes.txt", content: Buffer.from("mine") }])).toBe("BACKUP_UNREADABLE");
    expect(await sealed([{ name: "manifest.json", content: Buffer.from("{}") }])).toBe("BACKUP_UNREADABLE");
    expect(await sealed([{ name: "manifest.json", content: Buffer.from("not json") }])).toBe("BACKUP_UNREADABLE");
  });

  test("the parts come in their order, each once, nothing besides", async () => {
    const [manifest, vault, database] = withParts({});
    if (!manifest || !vault || !database) throw new Error("three parts");
    const extra = { name: "extra", content: Buffer.from("x") };
    expect(await sealed([vault, manifest, database])).toBe("BACKUP_UNREADABLE");
    for (const entries of [
      [manifest],
      [manifest, vault],
      [manifest, database],
      [manifest, database, vault],
      [manifest, vault, database, extra],
      [manifest, extra, vault, database],
      [manifest, vault, database, database],
      [manifest, manifest, vault, database],
      [manifest, vault, vault, database],
    ]) {
      expect(await sealed(entries), entries.map(({ name }) => name).join()).toBe("BACKUP_DAMAGED");
    }
  });

  test("no entry leads out of the folder", async () => {
    const [manifest, vault, database] = withParts({});
    if (!manifest || !vault || !database) throw new Error("three parts");
    mkdirSync(join(folder, "outside"), { recursive: true });
    for (const name of ["../console.db", "/tmp/console.db", "./console.db", "a/console.db", "CONSOLE.DB", ""]) {
      expect(await sealed([manifest, vault, { ...database, name }]), name).toBe("BACKUP_DAMAGED");
    }
    for (const type of ["symlink", "link", "directory", "fifo"] as const) {
      const link = { name: "console.db", content: Buffer.alloc(0), type, linkname: "../outside" };
      expect(await sealed([manifest, vault, link]), type).toBe("BACKUP_DAMAGED");
      expect(await sealed([{ ...link, name: "manifest.json" }, vault, database]), type).toBe("BACKUP_DAMAGED");
    }
  });

  test("a tar that ends early or goes on with garbage is damage", async () => {
    const tar = await packEntries(withParts({}));
    for (const length of [tar.length - 1024 - 512, tar.length >> 1, 1536 + 100]) {
      expect(await verdict(await encryptCheaply(tar.subarray(0, length)), folder), String(length)).toBe(
        "BACKUP_DAMAGED",
      );
    }
    expect(await verdict(await encryptCheaply(Buffer.concat([tar, Buffer.alloc(512, "x")])), folder)).toBe(
      "BACKUP_DAMAGED",
    );
    // The tar command pads to records of 10 KiB.
    expect(await verdict(await encryptCheaply(Buffer.concat([tar, Buffer.alloc(9216)])), folder)).toBe("sound");
  });
});

describe("contents", () => {
  test.each([
    ["format", { format: "something-else" }, "BACKUP_UNREADABLE"],
    ["version", { version: 2 }, "BACKUP_NEWER"],
    ["version", { version: 0 }, "BACKUP_UNREADABLE"],
    ["schema", { schema: 99 }, "BACKUP_NEWER"],
    ["schema", { schema: "1" }, "BACKUP_UNREADABLE"],
    ["time", { createdAt: -1 }, "BACKUP_DAMAGED"],
    ["organisation", { organisation: "Another one" }, "BACKUP_DAMAGED"],
    ["store", { storeId: "another" }, "BACKUP_DAMAGED"],
    ["unknown field", { surprise: true }, "BACKUP_DAMAGED"],
    ["audit head", { audit: { seq: 30, mac: Buffer.alloc(32).toString("base64") } }, "BACKUP_DAMAGED"],
    ["audit length", { audit: { seq: 29, mac: "" } }, "BACKUP_DAMAGED"],
  ])("a manifest that lies about its %s", async (_what, change, code) => {
    expect(await sealed(withParts({ manifest: (manifest) => ({ ...manifest, ...change }) }))).toBe(code);
  });

  test.each(["admins", "users", "tokens", "backupCodes", "auditEvents"])(
    "a manifest that lies about its %s",
    async (kind) => {
      const change = (manifest: Json): Json => {
        const counts = manifest["counts"] as Record<string, number>;
        return { ...manifest, counts: { ...counts, [kind]: (counts[kind] ?? 0) + 1 } };
      };
      expect(await sealed(withParts({ manifest: change }))).toBe("BACKUP_DAMAGED");
    },
  );

  test("a manifest that lies about sizes and sums", async () => {
    for (const name of ["vault.json", "console.db"]) {
      for (const change of [{ size: 1 }, { size: 2 ** 40 }, { sha256: "0".repeat(64) }]) {
        const lie = (manifest: Json): Json => {
          const all = manifest["parts"] as Record<string, Json>;
          return { ...manifest, parts: { ...all, [name]: { ...all[name], ...change } } };
        };
        expect(await sealed(withParts({ manifest: lie })), JSON.stringify(change)).toBe("BACKUP_DAMAGED");
      }
    }
  });

  test("a data key that is not this store's", async () => {
    expect(
      await sealed(withParts({ vault: (vault) => ({ ...vault, dataKey: Buffer.alloc(32, 7).toString("base64") }) })),
    ).toBe("BACKUP_DAMAGED");
    expect(await sealed(withParts({ vault: (vault) => ({ ...vault, dataKey: "AAAA" }) }))).toBe("BACKUP_DAMAGED");
    expect(await sealed(withParts({ vault: (vault) => ({ ...vault, storeId: "another" }) }))).toBe("BACKUP_DAMAGED");
    expect(await sealed(withParts({ vault: () => ({}) }))).toBe("BACKUP_DAMAGED");
  });

  test.each([
    ["a cut audit chain", "DELETE FROM audit_events WHERE seq = 30; UPDATE console SET audit_seq = 29"],
    ["a reference to nothing", "UPDATE tokens SET user_id = 'nobody' WHERE id = (SELECT min(id) FROM tokens)"],
    ["a trigger of somebody's own", "CREATE TRIGGER mine AFTER INSERT ON audit_events BEGIN DELETE FROM users; END"],
    ["a view of somebody's own", "CREATE VIEW mine AS SELECT * FROM tokens"],
    ["a missing index", "DROP INDEX users_name"],
    ["another program's file", "PRAGMA application_id = 1"],
    ["a newer schema than the manifest says", "PRAGMA user_version = 99"],
    ["no schema version", "PRAGMA user_version = 0"],
    ["a missing trigger", "DROP TRIGGER users_uncounted"],
  ])("a database with %s", async (_what, text) => {
    expect(await sealed(withParts({ database: sql(text) }))).toBe("BACKUP_DAMAGED");
  });

  /** What the proof says was wrong in the store already. */
  async function faultsWith(text: string): Promise<unknown> {
    const file = join(folder, "faulty.age");
    writeFileSync(file, await encryptCheaply(await packEntries(withParts({ database: sql(text) }))));
    return (await prove(file, folder)).faults;
  }

  const none = { count: 0, of: [] };

  test("a database whose audit log was broken in the store already restores, and the proof says where", async () => {
    expect(await faultsWith("SELECT 1")).toEqual({ auditBrokenAt: null, unopenedSeeds: none });
    expect(await faultsWith("UPDATE audit_events SET target = 'somebody else' WHERE seq = 17")).toEqual({
      auditBrokenAt: 17,
      unopenedSeeds: none,
    });
  });

  test("a seed that was moved to another authenticator is named with its holder, and the others restore", async () => {
    const moved = `UPDATE tokens SET seed = (SELECT seed FROM tokens ORDER BY id DESC LIMIT 1)
      WHERE id = (SELECT min(id) FROM tokens)`;
    expect(await faultsWith(moved)).toEqual({
      auditBrokenAt: null,
      unopenedSeeds: { count: 1, of: [expect.stringMatching(/^user\d{6}$/u)] },
    });
    const most = "UPDATE tokens SET seed = zeroblob(48) WHERE id > (SELECT min(id) FROM tokens)";
    expect(await faultsWith(most)).toMatchObject({ unopenedSeeds: { count: 149 } });
  });

  test("a database of which no seed opens is another data key's", async () => {
    expect(await sealed(withParts({ database: sql("UPDATE tokens SET seed = zeroblob(48)") }))).toBe("BACKUP_DAMAGED");
  });

  test("a database with damaged pages, and one that is none", async () => {
    const database = Buffer.from(partNamed("console.db"));
    database.fill(0xff, 8192, 12_288);
    const manifest = JSON.parse(partNamed("manifest.json").toString()) as { parts: Record<string, Json> };
    for (const content of [database, Buffer.from("not a database"), Buffer.alloc(0)]) {
      const part = { size: content.length, sha256: sha256(content) };
      const lie = { ...manifest, parts: { ...manifest.parts, "console.db": part } };
      const entries = [
        { name: "manifest.json", content: Buffer.from(JSON.stringify(lie)) },
        { name: "vault.json", content: partNamed("vault.json") },
        { name: "console.db", content },
      ];
      expect(await sealed(entries)).toBe("BACKUP_DAMAGED");
    }
  });

  test("the error names what did not hold, and nothing secret", async () => {
    const file = join(folder, "changed.age");
    writeFileSync(
      file,
      await encryptCheaply(
        await packEntries(withParts({ database: sql("UPDATE console SET audit_mac = zeroblob(32)") })),
      ),
    );
    await expect(prove(file, folder)).rejects.toMatchObject({
      code: "BACKUP_DAMAGED",
      details: { check: "audit head" },
    });
  });
});
