import { randomBytes } from "node:crypto";
import { armor, Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";
import { describe, expect, test } from "vitest";
import {
  identitiesOf,
  makeIdentity,
  openSealedIdentity,
  recipientOf,
  requireRecipient,
  sealIdentity,
} from "#main/backups/archive/age.ts";
import { nativeAead, portableAead, tagSize } from "#main/backups/archive/age/aead.ts";
import { openHeader, sealHeader } from "#main/backups/archive/age/header.ts";
import { chunkSize, Opener, sealedChunkSize, Sealer } from "#main/backups/archive/age/payload.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { leastWork } from "../../../support/least-work.ts";

/** What a refusal says. */
function said(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof AppError ? say(thrown.text) : String(thrown);
  }
  return "";
}

const ciphers = { "Node's cipher": nativeAead, "the portable cipher": portableAead };

describe.each(Object.entries(ciphers))("%s", (_name, cipher) => {
  const other = cipher === nativeAead ? portableAead : nativeAead;

  test.each([0, 1, 15, 16, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 3 * chunkSize + 5])(
    "%i bytes are the same for the other one, and come back",
    (length) => {
      const key = randomBytes(32);
      const plain = randomBytes(length);
      const sealed = Buffer.alloc(length + tagSize * Math.max(1, Math.ceil(length / chunkSize)));
      expect(new Sealer(Buffer.from(key), cipher).seal(plain, true, sealed)).toBe(sealed.length);
      const back = Buffer.alloc(length);
      expect(new Opener(Buffer.from(key), other).open(sealed, true, back)).toEqual({ length, fault: null });
      expect(back.equals(plain)).toBe(true);
    },
  );

  test("swapped, repeated and missing chunks, a changed bit and another key are found, and nothing of them comes out", () => {
    const key = randomBytes(32);
    const plain = randomBytes(3 * chunkSize + 100);
    const sealed = Buffer.alloc(plain.length + 4 * tagSize);
    new Sealer(Buffer.from(key), cipher).seal(plain, true, sealed);
    const chunk = (index: number): Buffer => sealed.subarray(index * sealedChunkSize, (index + 1) * sealedChunkSize);
    const changed = Buffer.from(chunk(1));
    changed[70] = (changed[70] ?? 0) ^ 1;
    const good = (chunks: Buffer[], last = true, opens = key): number => {
      const out = Buffer.alloc(plain.length + chunkSize);
      const { length, fault } = new Opener(Buffer.from(opens), cipher).open(Buffer.concat(chunks), last, out);
      expect(fault).toBeInstanceOf(Error);
      expect(out.subarray(0, length).equals(plain.subarray(0, length))).toBe(true);
      return length / chunkSize;
    };
    expect(good([chunk(1), chunk(0), chunk(2), chunk(3)])).toBe(0);
    expect(good([chunk(0), chunk(2), chunk(1), chunk(3)])).toBe(1);
    expect(good([chunk(0), chunk(0), chunk(2), chunk(3)])).toBe(1);
    expect(good([chunk(0), chunk(2), chunk(3)])).toBe(1);
    expect(good([chunk(0), changed, chunk(2), chunk(3)])).toBe(1);
    expect(good([chunk(0), chunk(1), chunk(2)])).toBe(2);
    expect(good([chunk(0), chunk(1), chunk(2), chunk(3)], false)).toBe(3);
    expect(good([chunk(0), chunk(1), chunk(2), chunk(3), Buffer.alloc(1)])).toBe(3);
    expect(good([chunk(0), chunk(1), chunk(2), chunk(3)], true, randomBytes(32))).toBe(0);
    expect(good([])).toBe(0);
  });

  test("an empty last chunk is none", () => {
    const key = randomBytes(32);
    const sealed = Buffer.alloc(sealedChunkSize + tagSize);
    const sealer = new Sealer(Buffer.from(key), cipher);
    const first = sealer.seal(Buffer.alloc(chunkSize), false, sealed);
    sealer.seal(Buffer.alloc(0), true, sealed.subarray(first));
    const opened = new Opener(key, cipher).open(sealed, true, Buffer.alloc(chunkSize));
    expect(opened).toEqual({ length: chunkSize, fault: new Error("the last chunk is empty") });
  });
});

describe("recipients", () => {
  test("a pair belongs together, and the recipient follows from a whole identity file", async () => {
    const { identity, recipient } = await makeIdentity();
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/u);
    expect(requireRecipient(` ${recipient}\n`)).toBe(recipient);
    const file = `# created: 2026-11-24T08:00:00Z\r\n# public key: ${recipient}\r\n${identity}\r\n`;
    expect(await recipientOf(file)).toBe(recipient);
    expect(identitiesOf(file)).toEqual([identity]);
    // Typed by hand.
    const typed = identity.toLowerCase().replaceAll(/.{8}/gu, "$& ");
    expect(identitiesOf(typed)).toEqual([identity]);
    expect(await recipientOf(typed)).toBe(recipient);
  });

  test("a hybrid recipient is one, too", async () => {
    const recipient = await identityToRecipient(await generateHybridIdentity());
    expect(requireRecipient(recipient)).toBe(recipient);
  });

  test("what is no recipient is refused with what it is", async () => {
    const { identity, recipient } = await makeIdentity();
    const mistyped = recipient.slice(0, -1) + (recipient.endsWith("q") ? "p" : "q");
    const bytes = (text: string, value: Uint8Array): string => bech32.encodeFromBytes(text, value);
    const cases: [string, RegExp][] = [
      ["", /begins with age1/u],
      ["ssh-ed25519 AAAAC3Nza", /begins with age1/u],
      [identity, /secret/u],
      [identity.toLowerCase(), /secret/u],
      [mistyped, /typing mistake/u],
      [recipient.slice(0, -3), /typing mistake/u],
      [`${recipient} ${recipient}`, /typing mistake/u],
      [bytes("age1yubikey", Buffer.alloc(33, 2)), /plugin/u],
      [bytes("age", Buffer.alloc(31, 2)), /typing mistake/u],
      // What is encrypted for these points anybody can open.
      [bytes("age", Buffer.alloc(32)), /typing mistake/u],
      [bytes("age", Buffer.concat([Buffer.from([1]), Buffer.alloc(31)])), /typing mistake/u],
    ];
    for (const [text, message] of cases) {
      const refusal = expect.objectContaining({ code: "RECIPIENT_REFUSED" }) as Error;
      expect(() => requireRecipient(text), text).toThrow(refusal);
      expect(
        said(() => requireRecipient(text)),
        text,
      ).toMatch(message);
    }
    for (const text of ["", recipient, `${identity}\n${identity}`, identity.slice(0, -1)]) {
      await expect(recipientOf(text), text).rejects.toMatchObject({ code: "RECIPIENT_REFUSED" });
    }
    for (const text of ["", recipient, identity.slice(0, -1)]) {
      expect(() => identitiesOf(text), text).toThrow(
        expect.objectContaining({ code: "BACKUP_IDENTITY_WRONG" }) as Error,
      );
    }
  });
});

describe("a saved identity", () => {
  test("opens with its passphrase, here and in age-encryption, and has the usual layout", async () => {
    const { identity, recipient } = await makeIdentity();
    const at = Date.UTC(2026, 10, 24, 8, 1, 2);
    const bytes = await sealIdentity(identity, "seven bridges", { at, workFactor: leastWork });
    expect(bytes.includes(identity)).toBe(false);
    expect(await openSealedIdentity(bytes, "seven bridges")).toBe(identity);
    const decrypter = new Decrypter();
    decrypter.addPassphrase("seven bridges");
    expect(await decrypter.decrypt(bytes, "text")).toBe(
      `# created: 2026-11-24T08:01:02Z\n# public key: ${recipient}\n${identity}\n`,
    );
    await expect(openSealedIdentity(bytes, "eight bridges")).rejects.toMatchObject({ code: "BACKUP_PASSPHRASE_WRONG" });
    expect(await openSealedIdentity(Buffer.from(armor.encode(bytes)), "seven bridges")).toBe(identity);
  });

  test("costs as much to guess as one that the age command makes", async () => {
    const { identity } = await makeIdentity();
    const bytes = await sealIdentity(identity, "seven bridges");
    expect(bytes.toString("latin1", 0, 64)).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/u);
    expect(await openSealedIdentity(bytes, "seven bridges")).toBe(identity);
  });

  test("another file is none", async () => {
    const sealed = async (text: string): Promise<Uint8Array> => {
      const encrypter = new Encrypter();
      encrypter.setPassphrase("seven bridges");
      encrypter.setScryptWorkFactor(2);
      return encrypter.encrypt(text);
    };
    const { identity, recipient } = await makeIdentity();
    const forKey = new Encrypter();
    forKey.addRecipient(recipient);
    const whole = await sealed(`${identity}\n`);
    const others = [
      Buffer.alloc(0),
      Buffer.from(`${identity}\n`),
      Buffer.from("-----BEGIN AGE ENCRYPTED FILE-----\n"),
      await sealed("a letter"),
      await sealed(`${identity}\n${identity}\n`),
      await forKey.encrypt(identity),
      whole.subarray(0, -1),
    ];
    for (const [index, bytes] of others.entries()) {
      const code = index === 5 ? "BACKUP_PASSPHRASE_WRONG" : "BACKUP_UNREADABLE";
      await expect(openSealedIdentity(bytes, "seven bridges"), String(index)).rejects.toMatchObject({ code });
    }
  });
});

describe("headers", () => {
  test("of a passphrase cost as much to guess as the age command's", async () => {
    const { header } = await sealHeader({ passphrase: "seven bridges" });
    expect(header.toString("latin1")).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/u);
  });

  test("are never made for nobody, and name each recipient once", async () => {
    await expect(sealHeader({ recipients: [] })).rejects.toMatchObject({ code: "RECIPIENT_REFUSED" });
    await expect(sealHeader({ recipients: ["age1nobody"] })).rejects.toMatchObject({ code: "RECIPIENT_REFUSED" });
    const { recipient, identity } = await makeIdentity();
    const { header, fileKey } = await sealHeader({ recipients: [recipient, ` ${recipient}`] });
    expect(header.toString("latin1").match(/^-> /gmu)).toHaveLength(1);
    const opened = await openHeader(Buffer.concat([header, randomBytes(500)]), { identity });
    expect(opened.length).toBe(header.length);
    expect(Buffer.from(opened.fileKey).equals(fileKey)).toBe(true);
  });

  test("say which kind of secret is needed", async () => {
    const { recipient, identity } = await makeIdentity();
    const forKey = (await sealHeader({ recipients: [recipient] })).header;
    await expect(openHeader(forKey, { passphrase: "seven bridges" })).rejects.toMatchObject({
      code: "BACKUP_UNREADABLE",
      text: { key: "backups.needsKey" },
    });
    const secret = await sealHeader({ passphrase: "seven bridges", workFactor: leastWork });
    await expect(openHeader(secret.header, { identity })).rejects.toMatchObject({
      code: "BACKUP_UNREADABLE",
      text: { key: "backups.needsPassphrase" },
    });
    await expect(openHeader(secret.header, { passphrase: "eight bridges" })).rejects.toMatchObject({
      code: "BACKUP_PASSPHRASE_WRONG",
    });
    const opened = await openHeader(secret.header, { passphrase: "seven bridges" });
    expect(Buffer.from(opened.fileKey).equals(secret.fileKey)).toBe(true);
    const other = await makeIdentity();
    await expect(openHeader(forKey, { identity: other.identity })).rejects.toMatchObject({
      code: "BACKUP_IDENTITY_WRONG",
    });
    // One of several is enough.
    await expect(openHeader(forKey, { identity: `${other.identity}\n${identity}` })).resolves.toMatchObject({
      length: forKey.length,
    });
  });
});
