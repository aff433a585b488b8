import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateRawSync, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { say } from "#shared/texts/say.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-bombs-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(bytes: Uint8Array | string, format?: string) {
  const file = path.join(folder, "bomb");
  writeFileSync(file, bytes);
  return readSeeds(file, opening(), format);
}

/** @returns bytes that the process has grown by at its largest since it began */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  await work();
  return process.memoryUsage().rss - before;
}

const mebibyte = 1024 * 1024;

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number, bigEndian = false): Buffer => {
  const bytes = Buffer.alloc(4);
  if (bigEndian) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
};

/** One deflated entry; `says` is what it says of its size. */
function archive(name: string, content: Buffer, says = content.length): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const common = Buffer.concat([
    ...[20, 0, 8, 0, 0].map(u16),
    ...[crc32(content), packed.length, says].map((value) => u32(value)),
    ...[name.length, 0].map(u16),
  ]);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from("PK\u0001\u0002"),
    u16(20),
    common,
    ...[0, 0, 0].map(u16),
    u32(0),
    u32(0),
    Buffer.from(name),
  ]);
  const end = [Buffer.from("PK\u0005\u0006"), ...[0, 0, 1, 1].map(u16), u32(central.length), u32(local.length), u16(0)];
  return Buffer.concat([local, central, ...end]);
}

function png(width: number, height: number, pixels: Buffer, interlace: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([u32(data.length, true), body, u32(crc32(body), true)]);
  };
  const header = Buffer.concat([u32(width, true), u32(height, true), Buffer.from([8, 0, 0, 0, interlace])]);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const beginning = "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ\n";
const blanks = Buffer.alloc(96 * mebibyte, " ");

describe("what would unpack to far more than an export has", () => {
  test("an archive that says so is refused before it is unpacked", async () => {
    const bomb = archive("a.txt", Buffer.concat([Buffer.from(beginning), blanks]));
    await expect(read(bomb)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" });
  });

  test("an archive that says less is refused as damaged, and is not unpacked further than it says", async () => {
    const bomb = archive("a.txt", Buffer.concat([Buffer.from(beginning), blanks]), 1000);
    const grown = await growth(() => expect(read(bomb)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" }));
    expect(grown).toBeLessThan(80 * mebibyte);
  });

  test.for([0, 1])("a picture with more pixels packed than it has is refused (interlace %i)", async (interlace) => {
    const bomb = png(100, 100, deflateSync(blanks), interlace);
    const grown = await growth(() => expect(read(bomb)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" }));
    expect(grown).toBeLessThan(80 * mebibyte);
  });

  test("a picture that says it has billions of pixels is refused by its header", async () => {
    await expect(read(png(60_000, 60_000, deflateSync(Buffer.alloc(10)), 0))).rejects.toMatchObject({
      code: "FORMAT_UNREADABLE",
    });
    const jpeg = Buffer.from("ffd8ffc0001108ffffffff03011100021100031100ffd9", "hex");
    await expect(read(jpeg)).rejects.toMatchObject({ code: "FORMAT_UNREADABLE" });
  });
});

describe("an address of an export", () => {
  const addressOf = (message: string): string =>
    `otpauth-migration://offline?data=${Buffer.from(message, "hex").toString("base64")}\n`;

  test("of two billion parts names none of them", async () => {
    const { entries } = await read(addressOf("18ffffffff0720002801"));
    expect(entries.map((entry) => entry.verdict === "refused" && say(entry.reason))).toEqual([
      "This address of an export is damaged or cut off. Scan its QR code once more.",
    ]);
  });

  test("that promises more bytes than there are gives what stands before", async () => {
    const { entries } = await read(addressOf("0affffffff0f"));
    expect(entries.map(({ verdict }) => verdict)).toEqual(["refused"]);
  });
});
