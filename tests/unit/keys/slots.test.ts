import { describe, expect, it } from "vitest";
import { newDataKey } from "#main/keys/keys.ts";
import { newRecoveryKey, parseRecoveryKey } from "#main/keys/recovery-key.ts";
import {
  keychainSlot,
  openKeychainSlot,
  openPassphraseSlot,
  openRecoverySlot,
  opensWithPassword,
  passphraseSlot,
  recoverySlot,
} from "#main/keys/slots.ts";

const refused = expect.objectContaining({ code: "UNLOCK_REFUSED" }) as unknown;
const dataKey = newDataKey();

describe("a passphrase slot", () => {
  it("opens with its passphrase and with no other", async () => {
    const slot = await passphraseSlot("p", "passphrase", "four words of it", dataKey);
    expect(await openPassphraseSlot(slot, "four words of it")).toEqual(dataKey);
    await expect(openPassphraseSlot(slot, "four words of It")).rejects.toThrow(refused);
  });

  it("does not open when its stored parameters were changed", async () => {
    const slot = await passphraseSlot("p", "passphrase", "four words of it", dataKey);
    const cheaper = { ...slot, params: slot.params.replace('"timeCost":3', '"timeCost":1') };
    expect(cheaper.params).not.toBe(slot.params);
    await expect(openPassphraseSlot(cheaper, "four words of it")).rejects.toThrow(refused);
    // Whose secret it is does not change what is derived from it: only the seal knows.
    const anybodys = { ...slot, params: slot.params.replace('"of":"passphrase"', '"of":"password"') };
    expect(anybodys.params).not.toBe(slot.params);
    await expect(openPassphraseSlot(anybodys, "four words of it")).rejects.toThrow(refused);
  });

  it("remembers whether the owner's password is the passphrase", async () => {
    expect(opensWithPassword(await passphraseSlot("p", "password", "x", dataKey))).toBe(true);
    expect(opensWithPassword(await passphraseSlot("p", "passphrase", "x", dataKey))).toBe(false);
  });
});

describe("a recovery slot", () => {
  it("has a key of 160 bits in eight groups of four", () => {
    const key = newRecoveryKey();
    expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/u);
    expect(parseRecoveryKey(key)).toHaveLength(20);
  });

  it.each([
    ["lower case", (key: string) => key.toLowerCase()],
    ["blanks for hyphens", (key: string) => key.replaceAll("-", " ")],
    ["no separators", (key: string) => key.replaceAll("-", "")],
    ["O for 0 and l for 1", (key: string) => key.replaceAll("0", "O").replaceAll("1", "l")],
    ["typographic hyphens", (key: string) => ` ${key.replaceAll("-", " – ")}\n`],
  ])("opens with its key typed with %s", (_how, typed) => {
    const key = newRecoveryKey();
    expect(openRecoverySlot(recoverySlot("r", key, dataKey), typed(key))).toEqual(dataKey);
  });

  it.each(["", "ABCD", "not a key at all", "U".repeat(32), "0".repeat(33)])("refuses %j", (typed) => {
    const slot = recoverySlot("r", newRecoveryKey(), dataKey);
    expect(() => openRecoverySlot(slot, typed)).toThrow(refused);
  });

  it("refuses another store's key", () => {
    expect(() => openRecoverySlot(recoverySlot("r", newRecoveryKey(), dataKey), newRecoveryKey())).toThrow(refused);
  });
});

describe("a keychain slot", () => {
  it("opens with the key that the keychain holds, and not under another slot's id", () => {
    const wrappingKey = newDataKey();
    const slot = keychainSlot("k", "vault:s:k", wrappingKey, dataKey);
    expect(openKeychainSlot(slot, wrappingKey)).toEqual(dataKey);
    expect(() => openKeychainSlot({ ...slot, id: "other" }, wrappingKey)).toThrow(refused);
    expect(() => openKeychainSlot(slot, newDataKey())).toThrow(refused);
  });
});
