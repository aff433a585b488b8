import type { KeyObject } from "node:crypto";
import { text, type Text } from "#shared/texts/text.ts";
import { derivePbkdf2 } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrong, passphraseWrongOrDamaged } from "../faults.ts";
import type { Opening } from "../format.ts";
import { at, childOf, type Element, textAt } from "../xml.ts";
import { cbcKeyLength, isPbkdf2, type MacHash, macHash, prfHash, profileOf } from "./algorithms.ts";
import { keySize, macFits, type Opened, openCbc, readyKey } from "./cipher.ts";

/** What a container says of its encryption, before its first entry. */
export interface Header {
  encryptionKey?: Element;
  macMethod?: Element;
}

/** An encrypted value as it stands in the file. */
export interface Sealed {
  readonly algorithm: string | undefined;
  readonly data: Buffer;
  readonly mac: Buffer | null;
}

/** That a wrong key leaves so many bytes of padding, each naming their number, has a chance of 1 in 2^32. */
const provingPadding = 4;

const bytesOf = (written: string | undefined): Buffer => Buffer.from(written ?? "", "base64");

/** @param element that has the method and the cipher value, and `mac` where there is one */
const sealedIn = (element: Element | undefined, mac?: string): Sealed => ({
  algorithm: at(element, "EncryptionMethod")?.attributes.get("Algorithm"),
  data: bytesOf(textAt(element, "CipherData", "CipherValue")),
  mac: mac === undefined ? null : bytesOf(mac),
});

/** The encrypted form of a value; null for one that is not encrypted. */
export function sealedValue(value: Element | undefined): Sealed | null {
  const encrypted = childOf(value, "EncryptedValue");
  return encrypted ? sealedIn(encrypted, textAt(value, "ValueMAC")) : null;
}

/** Opens the encrypted values of a container. */
export class Keys {
  readonly #key: KeyObject | null;
  readonly #mac: { readonly hash: MacHash; readonly key: KeyObject } | null;

  /** @param key null: nothing is encrypted in a way that can be opened */
  constructor(key: KeyObject | null, mac: { hash: MacHash; key: KeyObject } | null) {
    this.#key = key;
    this.#mac = mac;
  }

  /** @returns the value, or why there is none */
  open({ algorithm, data, mac }: Sealed): Buffer | Text {
    if (this.#key === null || cbcKeyLength(algorithm) !== keySize(this.#key)) {
      return text("formats.pskcCipher", { method: profileOf(algorithm).slice(0, 40) });
    }
    if (this.#mac && mac === null) return text("formats.macMissing");
    const opened = openCbc(this.#key, data);
    if (this.#mac && mac !== null) {
      if (!macFits(this.#mac.hash, this.#mac.key, mac, data, ...(opened ? [opened.value] : []))) {
        return text("formats.macWrong");
      }
      return opened?.value ?? text("formats.entryUnreadable");
    }
    return opened?.strict === true ? opened.value : text("formats.entryUnreadable");
  }
}

/** A password, or a key that came with the file: by its name, where the file has one. */
function whoseKey({ encryptionKey }: Header): Text {
  const derived = childOf(encryptionKey, "DerivedKey");
  const name = (derived ? textAt(derived, "MasterKeyName") : textAt(encryptionKey, "KeyName"))?.slice(0, 100);
  if (derived) return name ? text("formats.whosePskcPasswordNamed", { name }) : text("formats.whosePskcPassword");
  return name ? text("formats.whosePskcKeyNamed", { name }) : text("formats.whosePskcKey");
}

/** @throws AppError FORMAT_UNREADABLE, COST_REFUSED, CANCELLED */
async function derivedKey(derived: Element, passphrase: string, length: number, opening: Opening): Promise<Buffer> {
  const method = childOf(derived, "KeyDerivationMethod");
  const parameters = childOf(method, "PBKDF2-params");
  const prf = childOf(parameters, "PRF");
  // python-pskc writes it as the element's text, which it does not read itself.
  const hash = prfHash(prf?.attributes.get("Algorithm") ?? prf?.text);
  if (!isPbkdf2(method?.attributes.get("Algorithm")) || hash === null) throw damaged(text("formats.pskcDerivation"));
  const salt = textAt(parameters, "Salt", "Specified");
  // A longer key would cost more and open nothing.
  if (salt === undefined || Number(textAt(parameters, "KeyLength") ?? length) !== length) throw broken();
  const iterations = Number(textAt(parameters, "IterationCount") ?? Number.NaN);
  return derivePbkdf2(passphrase, { salt: bytesOf(salt), iterations, length, hash }, opening);
}

/** The key of the container. @throws AppError */
async function containerKey(header: Header, length: number, opening: Opening): Promise<Buffer> {
  const { encryptionKey } = header;
  if (childOf(encryptionKey, "X509Data") ?? childOf(encryptionKey, "EncryptedKey")) {
    throw damaged(text("formats.pskcCertificate"));
  }
  const whose = whoseKey(header);
  const { passphrase } = opening;
  if (passphrase === null) throw passphraseRequired(whose);
  const derived = childOf(encryptionKey, "DerivedKey");
  if (derived) return derivedKey(derived, passphrase, length, opening);
  const hex = passphrase.replaceAll(/[\s:-]/gu, "");
  if (!/^(?:[0-9a-f]{2})+$/iu.test(hex)) throw passphraseWrong(whose);
  return Buffer.from(hex, "hex");
}

/** @throws AppError FORMAT_UNREADABLE for a MAC that the console cannot check */
function macIn(macMethod: Element): { hash: MacHash; sealedKey: Sealed | null } {
  const hash = macHash(macMethod.attributes.get("Algorithm"));
  if (hash === null) throw damaged(text("formats.pskcMac"));
  const macKey = childOf(macMethod, "MACKey");
  return { hash, sealedKey: macKey ? sealedIn(macKey) : null };
}

const proves = (opened: Opened | null): boolean => opened?.strict === true && opened.padding >= provingPadding;

/** What entries are like under a key, where no MAC tells. */
function plausible(opened: readonly (Opened | null)[]): boolean {
  return opened.some(proves) || opened.filter((one) => one?.strict === true).length * 2 > opened.length;
}

/** Whether a MAC fits one of the values. */
function someFits(keys: Keys, probes: readonly Sealed[]): boolean {
  return probes.some((probe) => {
    const value = keys.open(probe);
    if (!Buffer.isBuffer(value)) return false;
    value.fill(0);
    return true;
  });
}

interface Evidence {
  readonly key: KeyObject;
  readonly probes: readonly Sealed[];
  /** The probes without their MACs. */
  readonly opened: readonly (Opened | null)[];
  readonly whose: Text;
}

/** Keys of a container with a MAC. @throws AppError FORMAT_PASSPHRASE_WRONG, FORMAT_UNREADABLE */
function checkedKeys(macMethod: Element, { key, probes, opened, whose }: Evidence): Keys {
  const { hash, sealedKey } = macIn(macMethod);
  if (sealedKey === null) {
    // The same key for both, which older drafts allow.
    const keys = new Keys(key, { hash, key });
    if (someFits(keys, probes) || plausible(opened)) return keys;
    throw passphraseWrong(whose);
  }
  const macKey = cbcKeyLength(sealedKey.algorithm) === keySize(key) ? openCbc(key, sealedKey.data) : null;
  if (macKey) {
    const keys = new Keys(key, { hash, key: readyKey(macKey.value) });
    if (someFits(keys, probes) || proves(macKey) || (macKey.strict && plausible(opened))) return keys;
  }
  throw opened.some(proves) && plausible(opened) ? broken() : passphraseWrong(whose);
}

/**
 * The keys of a container, by what somebody gave. A right key is known by a MAC that fits, and where none does, by how what
 * it decrypts ends: so a wrong key is told from a file whose MACs were changed, and that from one whose MAC key is damaged.
 *
 * @param probes some of its encrypted values
 * @throws AppError FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG, FORMAT_UNREADABLE, COST_REFUSED, CANCELLED
 */
export async function openContainer(header: Header, probes: readonly Sealed[], opening: Opening): Promise<Keys> {
  const length = probes.map(({ algorithm }) => cbcKeyLength(algorithm)).find((one) => one !== null);
  // No value is encrypted in a way that can be opened: each will say so, and no key is needed.
  if (length === undefined) return new Keys(null, null);
  const key = readyKey(await containerKey(header, length, opening));
  const whose = whoseKey(header);
  if (keySize(key) !== length) throw passphraseWrong(whose);
  const opened = probes
    .filter(({ algorithm }) => cbcKeyLength(algorithm) === length)
    .map(({ data }) => openCbc(key, data));
  try {
    if (header.macMethod) return checkedKeys(header.macMethod, { key, probes, opened, whose });
    if (plausible(opened)) return new Keys(key, null);
    throw passphraseWrongOrDamaged(whose);
  } finally {
    for (const one of opened) one?.value.fill(0);
  }
}
