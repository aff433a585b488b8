import { randomBytes } from "node:crypto";
import { Decrypter } from "age-encryption";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { sealHeader } from "#main/backups/archive/age/header.ts";
import { AgeStream } from "#main/backups/archive/age/stream.ts";

const { identity, recipient } = await makeIdentity();

/** What a stream makes of these bytes, handed to it in pieces of these lengths, in turn. */
async function encrypted(plain: Buffer, lengths: readonly number[]): Promise<Buffer> {
  const sealed = await sealHeader({ recipients: [recipient] });
  const stream = new AgeStream(sealed);
  expect(sealed.fileKey.every((byte) => byte === 0)).toBe(true);
  const out = [stream.head];
  for (let at = 0, turn = 0; at < plain.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    for (const piece of stream.push(plain.subarray(at, at + length))) out.push(Buffer.from(piece));
    at += length;
  }
  out.push(Buffer.from(stream.end()));
  stream.wipe();
  return Buffer.concat(out);
}

async function decrypted(file: Buffer): Promise<Buffer> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return Buffer.from(await decrypter.decrypt(file));
}

const chunk = 64 * 1024;

test.each([0, 1, chunk - 1, chunk, chunk + 1, 8 * chunk - 1, 8 * chunk, 8 * chunk + 1, 16 * chunk, 17 * chunk + 5])(
  "%i bytes are opened by another implementation",
  async (size) => {
    const plain = randomBytes(size);
    expect(await decrypted(await encrypted(plain, [size]))).toEqual(plain);
  },
);

test("in whatever pieces they come", async () => {
  const plain = randomBytes(3 * 8 * chunk);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 9 * chunk }), { minLength: 1, maxLength: 5 }),
      async (lengths) => {
        expect((await decrypted(await encrypted(plain, lengths))).equals(plain)).toBe(true);
      },
    ),
    { numRuns: 10 },
  );
});
