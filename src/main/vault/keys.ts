import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { keyIdLength, openBox, sealBox } from "./seal.ts";

export const dataKeyLength = 32;

export const newDataKey = (): Buffer => randomBytes(dataKeyLength);

/** A key for one purpose (RFC 5869 with SHA-256; the purpose is HKDF's info). */
export function deriveKey(secret: Buffer, purpose: string, salt: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, `countersign/v1/${purpose}`, 32));
}

/** Where a sealed value lives. It opens nowhere else. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

const boundTo = (place: Place): string => JSON.stringify(["sealed", place.table, place.column, place.row]);

/** The keys that one store's data key gives, each for one purpose. */
export class Keys {
  readonly #dataKey: Buffer;
  readonly #sealKey: Buffer;
  readonly #keyId: Buffer;
  readonly #pepper: Buffer;
  readonly #auditKey: Buffer;

  constructor(dataKey: Buffer) {
    this.#dataKey = Buffer.from(dataKey);
    this.#sealKey = deriveKey(dataKey, "seal");
    this.#keyId = deriveKey(dataKey, "key id").subarray(0, keyIdLength);
    this.#pepper = deriveKey(dataKey, "backup-code pepper");
    this.#auditKey = deriveKey(dataKey, "audit");
  }

  seal(place: Place, plaintext: Buffer): Buffer {
    return sealBox(this.#sealKey, this.#keyId, boundTo(place), plaintext);
  }

  /** @throws AppError SEAL_BROKEN */
  unseal(place: Place, box: Buffer): Buffer {
    return openBox(this.#sealKey, this.#keyId, boundTo(place), box);
  }

  /** HMAC-SHA-256 of a password hash, so that a stolen store alone does not allow guessing. */
  pepper(hash: Buffer): Buffer {
    return createHmac("sha256", this.#pepper).update(hash).digest();
  }

  /** HMAC-SHA-256 under the audit key. */
  auditMac(...parts: (Buffer | string)[]): Buffer {
    const mac = createHmac("sha256", this.#auditKey);
    for (const part of parts) mac.update(part);
    return mac.digest();
  }

  /** The data key itself: for wrapping into a slot and for a backup. The caller wipes its copy. */
  exportDataKey(): Buffer {
    return Buffer.from(this.#dataKey);
  }

  /** Overwrites every key. Nothing works afterwards. */
  wipe(): void {
    for (const key of [this.#dataKey, this.#sealKey, this.#pepper, this.#auditKey]) key.fill(0);
  }
}
