import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { armor, Decrypter } from "age-encryption";
import * as vectors from "cctv-age";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Opening } from "#main/backups/archive/age.ts";
import { decryptFile } from "#main/backups/archive/age/decrypt.ts";
import { chunkSize, payloadKey, payloadNonceSize, Sealer } from "#main/backups/archive/age/payload.ts";

// The Community Cryptography Test Vectors of age (c2sp.org/CCTV/age), each through the file that is read for a restore.

interface Vector {
  name: string;
  expect: string;
  /** SHA-256 of what comes out. */
  payload: string | undefined;
  opening: Opening;
  armored: boolean;
  file: Buffer;
  /** Of the payload. */
  fileKey: Buffer;
}

function parse(name: string, bytes: Uint8Array): Vector {
  const all = Buffer.from(bytes);
  const end = all.indexOf("\n\n");
  const fields = all
    .toString("latin1", 0, end)
    .split("\n")
    .map((line) => line.split(/: (.*)/su) as [string, string]);
  const valuesOf = (key: string): string[] => fields.filter(([field]) => field === key).map(([, value]) => value);
  const rest = all.subarray(end + 2);
  const [passphrase] = valuesOf("passphrase");
  return {
    name,
    expect: valuesOf("expect")[0] ?? "",
    payload: valuesOf("payload")[0],
    // A backup is opened with one secret; a vector with both kinds says that they must not stand in one file.
    opening: passphrase === undefined ? { identity: valuesOf("identity").join("\n") } : { passphrase },
    armored: valuesOf("armored")[0] === "yes",
    fileKey: Buffer.from(valuesOf("file key")[0] ?? "", "hex"),
    file: valuesOf("compressed")[0] === "zlib" ? inflateSync(rest) : rest,
  };
}

const all = Object.entries(vectors)
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => parse(name, bytes));
const binary = all.filter(({ armored }) => !armored);
const armored = all.filter((vector) => vector.armored);

/** What an error of ours means in the words of the vectors. */
const meanings: Record<string, string[]> = {
  success: ["none"],
  // The last: a passphrase, and no stanza for one.
  "no match": ["BACKUP_IDENTITY_WRONG", "BACKUP_PASSPHRASE_WRONG", "BACKUP_UNREADABLE recipient"],
  "HMAC failure": ["BACKUP_DAMAGED header"],
  "header failure": ["BACKUP_DAMAGED header", "BACKUP_UNREADABLE age", "BACKUP_UNREADABLE work factor"],
  "payload failure": ["BACKUP_DAMAGED encryption"],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-vectors-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What comes out of the file, and how it ends. */
async function read(bytes: Uint8Array, opening: Opening): Promise<{ chunks: Buffer[]; payload: string; end: string }> {
  const file = join(folder, "vector.age");
  writeFileSync(file, bytes);
  const hash = createHash("sha256");
  const chunks: Buffer[] = [];
  let end = "none";
  try {
    const options = { signal: new AbortController().signal, onBytes: () => undefined };
    for await (const chunk of decryptFile(file, opening, options)) {
      hash.update(chunk);
      chunks.push(chunk);
    }
  } catch (thrown) {
    const { code = String(thrown), details } = thrown as { code?: string; details?: { check?: string } };
    end = details?.check === undefined ? code : `${code} ${details.check}`;
  }
  return { chunks, payload: hash.digest("hex"), end };
}

/** What age-encryption gives out before its error. */
async function readByLibrary(bytes: Uint8Array, opening: Opening): Promise<string> {
  const decrypter = new Decrypter();
  if ("passphrase" in opening) decrypter.addPassphrase(opening.passphrase);
  else for (const identity of opening.identity.split("\n")) decrypter.addIdentity(identity);
  const hash = createHash("sha256");
  const release = async (): Promise<void> => {
    const plain = await decrypter.decrypt(new Blob([new Uint8Array(bytes)]).stream());
    for await (const chunk of plain) hash.update(chunk);
  };
  await expect(release()).rejects.toBeInstanceOf(Error);
  return hash.digest("hex");
}

/**
 * The vectors say what a reader gives out that does not know where the file ends. One that does keeps
 * back a last chunk that does not say that it is the last, and one that says so and is not.
 */
async function expectAsStated(vector: Vector, file: Uint8Array): Promise<void> {
  const { payload, end } = await read(file, vector.opening);
  expect(meanings[vector.expect]).toContain(end);
  if (vector.expect === "success") expect(payload).toBe(vector.payload);
  if (vector.expect === "payload failure") expect(payload).toBe(await readByLibrary(file, vector.opening));
}

test("the vectors are all there", () => {
  expect([binary.length, armored.length]).toEqual([110, 33]);
  expect(new Set(all.map((vector) => vector.expect))).toEqual(new Set([...Object.keys(meanings), "armor failure"]));
});

describe("binary files", () => {
  test.each(binary)("$name: $expect", (vector) => expectAsStated(vector, vector.file));
});

describe("what is encrypted", () => {
  test.each(binary.filter((vector) => vector.expect === "success"))("$name comes out the same", async (vector) => {
    const { chunks } = await read(vector.file, vector.opening);
    const plain = Buffer.concat(chunks);
    const nonceAt = vector.file.indexOf("\n", vector.file.indexOf("\n---") + 1) + 1;
    const payloadAt = nonceAt + payloadNonceSize;
    const sealer = new Sealer(payloadKey(vector.fileKey, vector.file.subarray(nonceAt, payloadAt)));
    const sealed = Buffer.alloc(vector.file.length);
    // In two goes, as a large file is.
    const half = Math.floor(plain.length / chunkSize / 2) * chunkSize;
    const first = sealer.seal(plain.subarray(0, half), false, sealed);
    const rest = sealer.seal(plain.subarray(half), true, sealed.subarray(first));
    expect(sealed.subarray(0, first + rest).equals(vector.file.subarray(payloadAt))).toBe(true);
  });
});

describe("armored files", () => {
  test.each(armored)("$name: no backup as it is", async ({ file, opening }) => {
    expect((await read(file, opening)).end).toMatch(/^BACKUP_(UNREADABLE|DAMAGED)/u);
  });

  test.each(armored)("$name: $expect without its armor", async (vector) => {
    const decode = () => armor.decode(vector.file.toString("latin1"));
    if (vector.expect === "armor failure") {
      expect(decode).toThrow(Error);
      return;
    }
    await expectAsStated(vector, decode());
  });
});
