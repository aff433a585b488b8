import { createCipheriv, createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import type { Opening } from "#main/formats/format.ts";
import { opening, readSeeds, samples } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-managers-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const passphrase = "correct horse";

const read = (content: string | Uint8Array, opens: Opening = opening(), format?: string) => {
  const file = path.join(folder, "file");
  writeFileSync(file, content);
  return readSeeds(file, opens, format);
};

/** How a reading ends, in words. */
async function refused(...given: Parameters<typeof read>): Promise<{ code: string; said: string; details: unknown }> {
  const thrown: unknown = await read(...given).catch((one: unknown) => one);
  if (thrown instanceof AppError) return { code: thrown.code, said: say(thrown.text), details: thrown.details };
  throw thrown instanceof Error ? thrown : new Error("it was read");
}

const sample = (name: string): Buffer => {
  const found = samples.find((one) => one.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return readFileSync(found.file);
};

/** An archive with one entry (APPNOTE.TXT 4.3). */
function zip(name: string, content: Uint8Array): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from("PK\u0001\u0002"),
    Buffer.from([20, 0]),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\u0005\u0006"), end]);
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

/** A field of a KDBX header of version 3. */
function field(id: number, value: Uint8Array): Buffer {
  const begin = Buffer.from([id, 0, 0]);
  begin.writeUInt16LE(value.length, 1);
  return Buffer.concat([begin, value]);
}

const numbered = (value: number, bytes: 4 | 8): Buffer => {
  const written = Buffer.alloc(bytes);
  written.writeUInt32LE(value);
  return written;
};

/** A KDBX file of version 3.1, as its description has it. */
function kdbx(content: Uint8Array): Buffer {
  const [seed, transformSeed, iv, innerKey, start] = [1, 2, 3, 4, 5].map((n) => Buffer.alloc(n === 3 ? 16 : 32, n));
  if (!seed || !transformSeed || !iv || !innerKey || !start) throw new Error("unreachable");
  const header = Buffer.concat([
    Buffer.from("03d9a29a67fb4bb501000300", "hex"),
    field(2, Buffer.from("31c1f2e6bf714350be5805216afc5aff", "hex")),
    field(3, numbered(1, 4)),
    field(4, seed),
    field(5, transformSeed),
    field(6, numbered(1, 8)),
    field(7, iv),
    field(8, innerKey),
    field(9, start),
    field(10, numbered(2, 4)),
    field(0, Buffer.from("\r\n\r\n")),
  ]);
  const transform = createCipheriv("aes-256-ecb", transformSeed, null).setAutoPadding(false);
  const key = sha256(seed, sha256(transform.update(sha256(sha256(Buffer.from(passphrase))))));
  const block = (index: number, data: Buffer): Buffer => {
    const hash = data.length === 0 ? Buffer.alloc(32) : sha256(data);
    return Buffer.concat([numbered(index, 4), hash, numbered(data.length, 4), data]);
  };
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const inside = Buffer.concat([start, block(0, gzipSync(content)), block(1, Buffer.alloc(0))]);
  return Buffer.concat([header, cipher.update(inside), cipher.final()]);
}

test("a Bitwarden export that only its account opens says so, whatever password is given", async () => {
  const file = { encrypted: true, encKeyValidation_DO_NOT_EDIT: "2.a|b|c", folders: [], items: [] };
  for (const given of [null, passphrase]) {
    expect((await refused(JSON.stringify(file), opening(given))).said).toContain("its own account alone");
  }
});

test("a Bitwarden export that is sealed in a newer way says so", async () => {
  const file = JSON.parse(sample("bitwarden/protected-pbkdf2.json").toString("utf8")) as Record<string, unknown>;
  const sealed = JSON.stringify({ ...file, data: "7.g1gdowE6AAEReQMZARwEULFm" });
  expect((await refused(sealed, opening(passphrase))).said).toContain("(kind 7)");
});

test("a Bitwarden export whose items come before everything else is recognised", async () => {
  const items = [{ type: 1, name: "Example VPN", login: { totp: "GEZDGNBVGY3TQOJQ" } }];
  expect(await read(JSON.stringify({ items, encrypted: false }))).toMatchObject({ format: "bitwarden" });
});

test("a message that is sealed for a key and not by a password says so", async () => {
  const message = Buffer.from("c1020300d2020100", "hex").toString("base64");
  const armoured = `-----BEGIN PGP MESSAGE-----\n\n${message}\n-----END PGP MESSAGE-----\n`;
  for (const each of [armoured, zip("Proton Pass/data.pgp", Buffer.from(armoured))]) {
    expect(await refused(each)).toMatchObject({ code: "FORMAT_PASSPHRASE_REQUIRED" });
    expect((await refused(each, opening(passphrase))).said).toContain("If it comes from Proton Pass");
  }
});

test("a Proton Pass export whose message was changed is told from a wrong password", async () => {
  const lines = sample("proton-pass/data.pgp").toString("utf8").split("\n");
  const at = lines.length - 8;
  lines[at] = (lines[at] ?? "").replaceAll(/[A-Za-z]/gu, (letter) => (letter === "x" ? "y" : "x"));
  expect(await refused(lines.join("\n"), opening(passphrase))).toMatchObject({ code: "FORMAT_UNREADABLE" });
});

test("what an export of Ente asks for at its real cost is asked of the person first", async () => {
  const sealed = JSON.parse(sample("ente/encrypted.txt").toString("utf8")) as Record<string, unknown>;
  const file = (memLimit: number, opsLimit: number): string =>
    JSON.stringify({ ...sealed, kdfParams: { memLimit, opsLimit, salt: "AAAAAAAAAAAAAAAAAAAAAA==" } });
  expect(await refused(file(1024 ** 3, 4), opening(passphrase))).toMatchObject({
    code: "COST_REFUSED",
    details: { memoryMiB: 1024, canAccept: true },
  });
  const beyond = await refused(file(1024 ** 4, 4), opening(passphrase, { acceptCost: true }));
  expect(beyond).toMatchObject({ code: "COST_REFUSED", details: { canAccept: false } });
});

test("a KeePass database that would take hours is refused before anything is derived", async () => {
  const file = sample("keepass/aes-3.1.kdbx");
  const rounds = file.indexOf(Buffer.from([6, 8, 0]));
  file.writeBigUInt64LE(2n ** 40n, rounds + 3);
  const hours = await refused(file, opening(passphrase, { acceptCost: true }));
  expect(hours).toMatchObject({ code: "COST_REFUSED", details: { canAccept: false } });
  file.writeBigUInt64LE(100_000_000n, rounds + 3);
  expect(await refused(file, opening(passphrase))).toMatchObject({
    code: "COST_REFUSED",
    details: { canAccept: true },
  });
});

test("a KeePass database of version 3 whose header was changed is refused, though its password opens it", async () => {
  const file = sample("keepass/aes-3.1.kdbx");
  const innerKey = file.indexOf(Buffer.from([8, 32, 0])) + 3;
  file.writeUInt8((file[innerKey] ?? 0) ^ 1, innerKey);
  expect(await refused(file, opening(passphrase))).toMatchObject({ code: "FORMAT_UNREADABLE" });
});

test("the tables of Proton Pass before it had vaults and e-mail addresses are read", async () => {
  const heads = "type,name,url,username,password,note,totp,createTime,modifyTime\n";
  const row = "login,Example VPN,https://vpn.example.org,ada,,,GEZDGNBVGY3TQOJQ,1707735320,1707735349\n";
  expect(await read(heads + row)).toMatchObject({
    format: "proton-pass",
    entries: [{ verdict: "kept", at: 2, issuer: "Example VPN", account: "ada" }],
  });
});

test.for([
  ["Twofish", "31c1f2e6bf714350be5805216afc5aff", "ad68f29f576f4bb9a36ad47af965346c"],
  ["database of KeePass 1", "03d9a29a67fb4bb5", "03d9a29a65fb4bb5"],
  ["version 5.0", "03d9a29a67fb4bb501000300", "03d9a29a67fb4bb500000500"],
] as const)("a KeePass file that is not read is named: %s", async ([said, from, to]) => {
  const file = sample("keepass/aes-3.1.kdbx").toString("hex").replace(from, to);
  expect((await refused(Buffer.from(file, "hex"), opening(passphrase))).said).toContain(said);
});

const bomb = Buffer.alloc(65 * 1024 * 1024, 0x20);

test("what unpacks to more than any export has is refused while it is unpacked", async () => {
  const tooLarge = "larger than 64 MiB";
  expect((await refused(zip("export.data", bomb))).said).toContain(tooLarge);
  const entry =
    "<KeePassFile><Root><Group><Entry><String><Key>otp</Key><Value>GEZDGNBVGY3TQOJQ</Value></String></Entry>";
  expect(await read(kdbx(Buffer.from(`${entry}</Group></Root></KeePassFile>`)), opening(passphrase))).toMatchObject({
    entries: [{ verdict: "kept" }],
  });
  const packed = kdbx(Buffer.concat([Buffer.from(entry), bomb]));
  expect((await refused(packed, opening(passphrase))).said).toContain(tooLarge);
});

test("an archive that says less of its size than it unpacks to is refused", async () => {
  const file = zip("export.data", bomb);
  for (const at of [22, file.lastIndexOf("PK\u0001\u0002") + 24]) file.writeUInt32LE(100, at);
  expect(await refused(file)).toMatchObject({ code: "FORMAT_UNREADABLE" });
});

test.for([
  ["a document type", `<?xml version="1.0"?><!DOCTYPE KeePassFile [<!ENTITY a "b">]><KeePassFile/>`],
  ["an entity", "<KeePassFile><Root>&a;</Root></KeePassFile>"],
  ["groups without an end", `<KeePassFile><Root>${"<Group>".repeat(10_000)}`],
] as const)("XML of KeePass with %s is refused", async ([, file]) => {
  expect(await refused(file, opening(), "keepass")).toMatchObject({ code: "FORMAT_UNREADABLE" });
});

test("KeePassXC's words for an empty title and an empty name are not taken for names", async () => {
  const heads = `"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"\n`;
  const address = "otpauth://totp/KeePassXC:none?secret=GEZDGNBVGY3TQOJQ&period=30&digits=6&issuer=KeePassXC";
  const { entries } = await read(`${heads}"Passwords","","","","","","${address}","0","",""\n`);
  expect(entries).toMatchObject([{ verdict: "kept", at: 2, issuer: "", account: "" }]);
});

test("an issuer with a colon is told from the account by the parameter that names it", async () => {
  const address = "otpauth://totp/A:B:ada%3Alovelace?secret=GEZDGNBVGY3TQOJQ&issuer=A%3AB";
  const { entries } = await read(`Title,OTPAuth,Username,Archived\nExample,${address},,false\n`);
  expect(entries).toMatchObject([{ verdict: "kept", issuer: "A:B", account: "ada:lovelace" }]);
});
