import { createCipheriv, createHmac, type KeyObject, randomBytes } from "node:crypto";
import { derivePbkdf2 } from "../derive.ts";
import { readyKey } from "./cipher.ts";

/** How a container is encrypted. */
export interface Sealing {
  readonly keyLength: 16 | 32;
  /** From a password; null: a key is given, in hexadecimal. */
  readonly derivation: {
    readonly hash: "sha1" | "sha256";
    /** Null: it is left out, which means SHA-1. */
    readonly uri: string | null;
    readonly iterations: number;
  } | null;
  readonly mac: { readonly hash: "sha1" | "sha256"; readonly uri: string };
}

const hmacSha1 = { hash: "sha1", uri: "http://www.w3.org/2000/09/xmldsig#hmac-sha1" } as const;
const hmacSha256 = { hash: "sha256", uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" } as const;

/** The one form that privacyIDEA, LinOTP, FreeIPA and python-pskc read alike. LinOTP derives the key in Python itself. */
export const common: Sealing = {
  keyLength: 16,
  derivation: { hash: "sha1", uri: null, iterations: 100_000 },
  mac: hmacSha1,
};

/** For what reads more than that: FreeIPA and python-pskc. */
export const strong: Sealing = {
  keyLength: 32,
  derivation: { ...hmacSha256, iterations: 600_000 },
  mac: hmacSha256,
};

/** As token makers deliver files. */
export const preShared: Sealing = { keyLength: 16, derivation: null, mac: hmacSha1 };

/** An encrypted value and its MAC, in base64. */
interface Value {
  readonly cipher: string;
  readonly mac: string;
}

/** The keys of a container that is written. */
export class Sealer {
  readonly sealing: Sealing;
  readonly salt: Buffer;
  readonly #key: KeyObject;
  readonly #macKey: KeyObject;

  private constructor(sealing: Sealing, salt: Buffer, key: KeyObject, macKey: KeyObject) {
    this.sealing = sealing;
    this.salt = salt;
    this.#key = key;
    this.#macKey = macKey;
  }

  /** @param passphrase a password, or a key in hexadecimal */
  static async of(sealing: Sealing, passphrase: string): Promise<Sealer> {
    const { derivation, keyLength, mac } = sealing;
    const salt = randomBytes(16);
    const key =
      derivation === null
        ? Buffer.from(passphrase, "hex")
        : await derivePbkdf2(
            passphrase,
            { salt, iterations: derivation.iterations, length: keyLength, hash: derivation.hash },
            { acceptCost: false, signal: new AbortController().signal },
          );
    return new Sealer(sealing, salt, readyKey(key), readyKey(randomBytes(mac.hash === "sha1" ? 20 : 32)));
  }

  #encrypt(value: Uint8Array): Buffer {
    const iv = randomBytes(16);
    const cipher = createCipheriv(`aes-${this.sealing.keyLength * 8}-cbc`, this.#key, iv);
    return Buffer.concat([iv, cipher.update(value), cipher.final()]);
  }

  /** The key of the MACs, encrypted. */
  macKey(): string {
    const bytes = this.#macKey.export();
    const sealed = this.#encrypt(bytes).toString("base64");
    bytes.fill(0);
    return sealed;
  }

  seal(value: Uint8Array): Value {
    const sealed = this.#encrypt(value);
    const mac = createHmac(this.sealing.mac.hash, this.#macKey).update(sealed).digest("base64");
    return { cipher: sealed.toString("base64"), mac };
  }
}
