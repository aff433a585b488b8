import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import { keyIdLength, openBox, sealBox } from "./seal.ts";

export const dataKeyLength = 32;

export const newDataKey = (): Buffer => randomBytes(dataKeyLength);

/** A key for one purpose (RFC 5869 with SHA-256; the purpose is HKDF's info). */
export function deriveKey(secret: Buffer, purpose: string, salt: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, `countersign/v1/${purpose}`, 32));
}

/** Node uses a key object several times faster than the same bytes; its memory is outside the heap. */
function keyObject(dataKey: Buffer, purpose: string): KeyObject {
  const bytes = deriveKey(dataKey, purpose);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Where a sealed value belongs. It opens nowhere else. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

/** Of an authenticator's seed, of one in the inventory, or of one that has ended. */
export const seedPlace = (table: "tokens" | "ended_tokens" | "hardware_tokens", row: string): Place => ({
  table,
  column: "seed",
  row,
});

const boundTo = (place: Place): string => JSON.stringify(["sealed", place.table, place.column, place.row]);

/** Verifies what a retired data key has made: it seals nothing any more. */
interface Retired {
  id: Buffer;
  /** The last audit event that it sealed. */
  lastSeq: number;
  pepper: KeyObject;
  auditKey: KeyObject;
}

function hmac(key: KeyObject, parts: readonly (Buffer | string)[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Tells a data key from another one without revealing anything about it. */
const keyIdOf = (dataKey: Buffer): Buffer => deriveKey(dataKey, "key id").subarray(0, keyIdLength);

/** The keys derived from one store's data key, each for one purpose, and what is left of earlier data keys. */
export class Keys {
  readonly #dataKey: Buffer;
  #sealKey: KeyObject;
  readonly #keyId: Buffer;
  #pepper: KeyObject;
  #auditKey: KeyObject;
  /** Oldest first. */
  #retired: Retired[] = [];

  constructor(dataKey: Buffer) {
    this.#dataKey = Buffer.from(dataKey);
    this.#sealKey = keyObject(dataKey, "seal");
    this.#keyId = keyIdOf(dataKey);
    this.#pepper = keyObject(dataKey, "backup-code pepper");
    this.#auditKey = keyObject(dataKey, "audit");
  }

  /** Public name of the data key: 4 bytes, in front of everything that it sealed. */
  get id(): Buffer {
    return Buffer.from(this.#keyId);
  }

  /**
   * Adds a data key that this one has replaced.
   *
   * @param lastSeq the last audit event that it sealed
   */
  addRetired(dataKey: Buffer, lastSeq: number): void {
    const pepper = keyObject(dataKey, "backup-code pepper");
    const auditKey = keyObject(dataKey, "audit");
    this.#retired = [...this.#retired, { id: keyIdOf(dataKey), lastSeq, pepper, auditKey }].toSorted(
      (a, b) => a.lastSeq - b.lastSeq,
    );
  }

  seal(place: Place, plaintext: Buffer): Buffer {
    return sealBox(this.#sealKey, this.#keyId, boundTo(place), plaintext);
  }

  /** @throws AppError SEAL_BROKEN */
  unseal(place: Place, box: Buffer): Buffer {
    return openBox(this.#sealKey, this.#keyId, boundTo(place), box);
  }

  /**
   * HMAC-SHA-256 of a password hash, so that a stolen store alone does not allow guessing.
   *
   * @param keyId of the retired data key under which it was made; null: the current one
   * @throws AppError SEAL_BROKEN if that key is not known
   */
  pepper(hash: Buffer, keyId: Buffer | null = null): Buffer {
    if (keyId === null) return hmac(this.#pepper, [hash]);
    const retired = this.#retired.find(({ id }) => id.equals(keyId));
    if (!retired) throw new AppError("SEAL_BROKEN");
    return hmac(retired.pepper, [hash]);
  }

  /** HMAC-SHA-256 under the audit key. */
  auditMac(...parts: (Buffer | string)[]): Buffer {
    return hmac(this.#auditKey, parts);
  }

  /** HMAC-SHA-256 under the audit key that was current at an event. */
  auditMacAt(seq: number, ...parts: (Buffer | string)[]): Buffer {
    return hmac(this.#retired.find(({ lastSeq }) => seq <= lastSeq)?.auditKey ?? this.#auditKey, parts);
  }

  /** The data key itself: for wrapping into a slot and for a backup. The caller wipes its copy. */
  exportDataKey(): Buffer {
    return Buffer.from(this.#dataKey);
  }

  /** Deletes every key. Nothing that was sealed opens afterwards. */
  wipe(): void {
    this.#dataKey.fill(0);
    const none = createSecretKey(randomBytes(dataKeyLength));
    this.#sealKey = none;
    this.#pepper = none;
    this.#auditKey = none;
    this.#retired = [];
  }
}

/**
 * Works with the keys of a data key that was handed over, for example to a thread: its bytes are wiped at once, the
 * keys when the work has ended, however it ends.
 */
export async function withKeys<T>(dataKey: Uint8Array, work: (keys: Keys) => Promise<T>): Promise<T> {
  const bytes = Buffer.from(dataKey.buffer, dataKey.byteOffset, dataKey.byteLength);
  const keys = new Keys(bytes);
  bytes.fill(0);
  try {
    return await work(keys);
  } finally {
    keys.wipe();
  }
}
