import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { encryptInto, type Source } from "#main/backups/archive/age/encrypt.ts";
import { sealHeader } from "#main/backups/archive/age/header.ts";
import { chunkSize, sealedChunkSize } from "#main/backups/archive/age/payload.ts";
import { proveBackup } from "#main/backups/archive/prove-backup.ts";
import { packEntries, saveCheapBackup, type TarEntry, verdict } from "../../../support/backups.ts";
import { often } from "../../../support/long.ts";
import { makeSample, sampleFolder } from "../../../support/sample-store.ts";

// To a recipient anybody can encrypt: what comes may be made to harm, and authenticates all the same.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const block = 512;

let folder: string;
let remove: () => void;
let parts: TarEntry[];
let identity: string;
let recipient: string;
/** A sound backup for the recipient. */
let sound: Buffer;
/** Where its payload begins. */
let start: number;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("hostile"));
  const sample = await makeSample(join(folder, "data"), { users: 150, events: 30 });
  parts = await saveCheapBackup(sample, join(folder, "sound.age"));
  await sample.store.close();
  ({ identity, recipient } = await makeIdentity());
  sound = await encrypted([await packEntries(parts)]);
  start = sound.indexOf("\n", sound.indexOf("\n---") + 1) + 1 + 16;
});
afterAll(() => remove());

/** Writes an age file of these pieces, each so often. */
async function encryptTo(file: string, pieces: readonly (Buffer | [Buffer, number])[]): Promise<void> {
  const all = pieces.map((piece) => (Buffer.isBuffer(piece) ? ([piece, 1] as const) : piece));
  let [index, at] = [0, 0];
  const source: Source = {
    size: all.reduce((size, [piece, count]) => size + piece.length * count, 0),
    fill(into) {
      for (let filled = 0; filled < into.length;) {
        const [piece, count] = all[index] ?? [Buffer.alloc(1), Infinity];
        const copied = piece.copy(into, filled, at % piece.length);
        filled += copied;
        at += copied;
        if (at === piece.length * count) [index, at] = [index + 1, 0];
      }
      return Promise.resolve();
    },
  };
  await using handle = await open(file, "w", 0o600);
  await encryptInto(handle, await sealHeader({ recipients: [recipient] }), source);
}

async function encrypted(pieces: readonly Buffer[]): Promise<Buffer> {
  const file = join(folder, "pieces.age");
  await encryptTo(file, pieces);
  return readFileSync(file);
}

const judge = (bytes: Uint8Array): Promise<string> => verdict(bytes, folder, { identity });

/** The chunks of the payload. */
const chunksOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil((bytes.length - start) / sealedChunkSize) }, (_, index) =>
    bytes.subarray(start + index * sealedChunkSize, Math.min(bytes.length, start + (index + 1) * sealedChunkSize)),
  );

describe("a file for a recipient", () => {
  test("is sound, and has chunks to damage", async () => {
    expect(await judge(sound)).toBe("sound");
    expect(chunksOf(sound).length).toBeGreaterThan(5);
  });

  test("every flipped bit in the header is refused, and none is an internal error", async () => {
    const seen = new Set<string>();
    for (let at = 0; at < start; at += 1) {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const code = await judge(flipped);
      seen.add(code);
      expect(["BACKUP_UNREADABLE", "BACKUP_DAMAGED", "BACKUP_IDENTITY_WRONG"], `byte ${at}`).toContain(code);
      if (at >= start - 16) expect(code, `byte ${at}`).toBe("BACKUP_DAMAGED");
    }
    expect(seen).toEqual(new Set(["BACKUP_UNREADABLE", "BACKUP_DAMAGED", "BACKUP_IDENTITY_WRONG"]));
  });

  test("a flipped bit in every tag and around every border is damage", async () => {
    const places = new Set<number>([sound.length - 1]);
    for (let border = start; border < sound.length; border += sealedChunkSize) {
      for (const offset of [-17, -16, -9, -1, 0, 1]) places.add(border + offset);
    }
    // In the midst of each chunk at least.
    for (let at = start; at < sound.length; at += often(61_001, 7919)) places.add(at);
    for (const at of places) {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      expect(await judge(flipped), `byte ${at}`).toBe("BACKUP_DAMAGED");
    }
  });

  test("cut at, before and behind every border it is damage", async () => {
    for (let border = start; border < sound.length; border += sealedChunkSize) {
      for (const offset of [-16, -1, 0, 1, 15, 16, 17]) {
        expect(await judge(sound.subarray(0, border + offset)), `${border + offset} bytes`).toBe("BACKUP_DAMAGED");
      }
    }
  });

  test("chunks swapped, repeated, left out, or put together from two files are damage", async () => {
    const chunks = chunksOf(sound);
    const joined = (list: readonly (Buffer | undefined)[]): Buffer =>
      Buffer.concat([sound.subarray(0, start), ...list.filter((one) => one !== undefined)]);
    expect(await judge(joined(chunks))).toBe("sound");
    for (let index = 0; index + 1 < chunks.length; index += 1) {
      const swapped = [...chunks];
      [swapped[index], swapped[index + 1]] = [chunks[index + 1] as Buffer, chunks[index] as Buffer];
      expect(await judge(joined(swapped)), `swapped ${index}`).toBe("BACKUP_DAMAGED");
      expect(await judge(joined(chunks.toSpliced(index, 1))), `without ${index}`).toBe("BACKUP_DAMAGED");
      expect(await judge(joined(chunks.toSpliced(index, 0, chunks[index] as Buffer))), `twice ${index}`).toBe(
        "BACKUP_DAMAGED",
      );
    }
    // The same content for the same recipient, under another file key.
    const other = chunksOf(await encrypted([await packEntries(parts)]));
    expect(await judge(joined(chunks.with(2, other[2] as Buffer)))).toBe("BACKUP_DAMAGED");
    expect(await judge(joined([...chunks, ...other]))).toBe("BACKUP_DAMAGED");
  });

  test("whatever follows the end is damage, an empty chunk or an empty file included", async () => {
    for (const extra of [1, 15, 16, 17, sealedChunkSize]) {
      expect(await judge(Buffer.concat([sound, Buffer.alloc(extra)])), `${extra} bytes`).toBe("BACKUP_DAMAGED");
    }
    const empty = await encrypted([]);
    expect(await judge(empty)).toBe("BACKUP_UNREADABLE");
    expect(await judge(Buffer.concat([sound, empty]))).toBe("BACKUP_DAMAGED");
    // A plain text of whole chunks ends with a full one.
    expect((await encrypted([Buffer.alloc(2 * chunkSize)])).length).toBe(start + 2 * sealedChunkSize);
  });
});

/** A header as tar-stream writes it, with another size. */
async function headerOf(name: string, size?: Buffer, type?: string): Promise<Buffer> {
  const header = (await packEntries([{ name, content: Buffer.alloc(0) }])).subarray(0, block);
  size?.copy(header, 124);
  if (type !== undefined) header.write(type, 156, "latin1");
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** In base 256, as GNU tar writes what does not fit in octal digits. */
function large(size: bigint): Buffer {
  const field = Buffer.alloc(12);
  field.writeBigInt64BE(size, 4);
  field.fill(size < 0n ? 0xff : 0, 0, 4);
  field[0] = size < 0n ? 0xff : 0x80;
  return field;
}

describe("an archive that is made to harm", () => {
  /** @returns the code, and how many bytes of the file were read for it */
  async function read(pieces: readonly (Buffer | [Buffer, number])[]): Promise<{ code: string; bytes: number }> {
    const file = join(folder, "harm.age");
    const place = mkdtempSync(join(folder, "harm-"));
    await encryptTo(file, pieces);
    let bytes = 0;
    const context = {
      signal: new AbortController().signal,
      onProgress: ({ phase, done }: { phase: string; done: number }) => {
        if (phase === "decrypt") bytes = done;
      },
    };
    try {
      await proveBackup({ file, opening: { identity }, folder: place }, context);
      return { code: "sound", bytes };
    } catch (thrown) {
      return { code: (thrown as { code?: string }).code ?? String(thrown), bytes };
    } finally {
      expect(readdirSync(place).filter((name) => name !== "console.db")).toEqual([]);
      await rm(place, { recursive: true });
      await rm(file);
    }
  }

  test("a hundred thousand entries are not read: the first one too many ends it", async () => {
    const entry = await headerOf("more");
    const entries: [Buffer, number] = [entry, 100_000];
    const tar = await packEntries(parts);
    const within = 4 * 1024 * 1024;
    const before = await read([entries]);
    expect(before.code).toBe("BACKUP_UNREADABLE");
    expect(before.bytes).toBeLessThan(within);
    // In the place of the two blocks that end it.
    const behind = await read([tar.subarray(0, -2 * block), entries]);
    expect(behind.code).toBe("BACKUP_DAMAGED");
    expect(behind.bytes).toBeLessThan(tar.length + within);
  });

  test("headers and empty blocks without end are not read to theirs", async () => {
    const within = 16 * 1024 * 1024;
    const text = Buffer.alloc(block);
    text.write("20 comment=nothing.\n");
    const extended = Buffer.concat([await headerOf("pax", Buffer.from("00000000024\0"), "x"), text]);
    const tar = await packEntries(parts);
    for (const [name, pieces] of [
      ["headers", [[extended, 50_000]]],
      ["blocks in front", [[Buffer.alloc(block), 100_000], tar]],
      ["blocks behind", [tar, [Buffer.alloc(block), 100_000]]],
    ] as [string, (Buffer | [Buffer, number])[]][]) {
      const { code, bytes } = await read(pieces);
      expect(code, name).toBe("BACKUP_DAMAGED");
      expect(bytes, name).toBeLessThan(within);
    }
  });

  test("sizes that are lies are refused unread", async () => {
    const within = 4 * 1024 * 1024;
    const zeros: [Buffer, number] = [Buffer.alloc(block), 16_000];
    const [manifest, vault] = parts;
    if (!manifest || !vault) throw new Error("three parts");
    const first = (await packEntries([manifest])).subarray(0, -2 * block);
    const both = (await packEntries([manifest, vault])).subarray(0, -2 * block);
    const octal = Buffer.from("77777777777\0");
    for (const size of [octal, large(2n ** 40n), large(2n ** 62n), large(-1n), large(-(2n ** 40n))]) {
      for (const [name, front] of [
        ["manifest.json", Buffer.alloc(0)],
        ["vault.json", first],
        ["console.db", both],
      ] as const) {
        const { code, bytes } = await read([front, await headerOf(name, size), zeros]);
        expect(["BACKUP_UNREADABLE", "BACKUP_DAMAGED"], `${name} ${size.toString("hex")}`).toContain(code);
        expect(bytes, `${name} ${size.toString("hex")}`).toBeLessThan(within);
      }
    }
  });

  test("a manifest that agrees with a lie makes room for nothing: the part ends where its bytes do", async () => {
    const [manifest, vault] = parts;
    if (!manifest || !vault) throw new Error("three parts");
    const lie = JSON.parse(manifest.content.toString()) as { parts: Record<string, { size: number }> };
    (lie.parts["console.db"] as { size: number }).size = 2 ** 40;
    const front = (await packEntries([{ ...manifest, content: Buffer.from(JSON.stringify(lie)) }, vault])).subarray(
      0,
      -2 * block,
    );
    const { code } = await read([front, await headerOf("console.db", large(2n ** 40n)), [Buffer.alloc(block), 20_000]]);
    expect(code).toBe("BACKUP_DAMAGED");
  });

  test("names that lead elsewhere write nothing there", async () => {
    const [manifest, vault, database] = parts;
    if (!manifest || !vault || !database) throw new Error("three parts");
    const before = readdirSync(folder).length;
    for (const name of ["../console.db", "/console.db", "..\\console.db", "console.db\0.txt", "./manifest.json"]) {
      const tar = await packEntries([manifest, vault, { ...database, name }]);
      const { code } = await read([tar]);
      // What stands behind a zero byte is no part of a name in a tar.
      expect(code, name).toBe(name.includes("\0") ? "sound" : "BACKUP_DAMAGED");
    }
    expect(readdirSync(folder).length).toBe(before);
  });
});

test("nothing of all that is left", () => {
  writeFileSync(join(folder, "last"), "");
  expect(readdirSync(folder).filter((name) => name.startsWith("proof-") || name.startsWith("harm"))).toEqual([]);
});
