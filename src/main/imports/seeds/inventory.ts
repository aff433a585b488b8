import { nameKey } from "#shared/model/text.ts";
import type { Keys } from "../../keys/keys.ts";
import { seedPlace } from "../../keys/keys.ts";
import { devicesWithSeeds } from "../../store/factors/hardware-tokens.ts";
import type { Db } from "../../store/store.ts";
import type { Fingerprints } from "./fingerprints.ts";
import { Seen } from "./seen.ts";

/** A hardware token that is there, or that an entry before has named. */
export interface KnownDevice {
  serial: string;
  /** Of its key with all parameters; null of a retired one, whose key is erased. */
  all: Buffer | null;
}

/** Rows of bytes one after the other: a million strings and buffers would take ten times their size. */
class Bytes {
  #bytes = Buffer.alloc(64 * 1024);
  #size = 0;

  /** @returns where it begins */
  add(row: Uint8Array): number {
    while (this.#size + row.length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    }
    this.#bytes.set(row, this.#size);
    this.#size += row.length;
    return this.#size - row.length;
  }

  at(begin: number, length: number): Buffer {
    return this.#bytes.subarray(begin, begin + length);
  }
}

const hashBytes = 32;
const none = Buffer.alloc(hashBytes);

/** The hardware tokens by serial number and by key: opened once, where a file has serial numbers at all. */
export class Inventory {
  readonly #fingerprints: Fingerprints;
  /** Of each device: the hash of its key with all parameters, the length of its serial number in two bytes, and that number. */
  readonly #devices = new Bytes();
  readonly #bySerial = new Seen();
  readonly #bySeed = new Seen();

  private constructor(fingerprints: Fingerprints) {
    this.#fingerprints = fingerprints;
  }

  static async open(db: Db, keys: Keys, fingerprints: Fingerprints): Promise<Inventory> {
    const inventory = new Inventory(fingerprints);
    for await (const device of devicesWithSeeds(db)) {
      const { serial, seed: sealed } = device;
      const seed = sealed && keys.unseal(seedPlace("hardware_tokens", device.id), sealed);
      inventory.add(serial, seed && fingerprints.ofSeed(seed), seed && fingerprints.ofAll(seed, device));
      seed?.fill(0);
    }
    return inventory;
  }

  /** @param seed `ofSeed` of its key, and `all`: `ofAll`; null of a retired one */
  add(serial: string, seed: Buffer | null, all: Buffer | null): void {
    const text = Buffer.from(serial);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    const device = this.#devices.add(Buffer.concat([all ?? none, length, text]));
    this.#bySerial.set(this.#fingerprints.ofName(nameKey(serial)), device);
    if (seed && this.#bySeed.get(seed) === undefined) this.#bySeed.set(seed, device);
  }

  #device(begin: number): KnownDevice {
    const all = this.#devices.at(begin, hashBytes);
    const length = this.#devices.at(begin + hashBytes, 2).readUInt16LE();
    const serial = this.#devices.at(begin + hashBytes + 2, length).toString();
    return { serial, all: all.equals(none) ? null : all };
  }

  withSerial(serial: string): KnownDevice | undefined {
    const found = this.#bySerial.get(this.#fingerprints.ofName(nameKey(serial)));
    return found === undefined ? undefined : this.#device(found);
  }

  /** The serial number of another one with the same key. */
  withSeed(seed: Buffer, serial: string): string | undefined {
    const found = this.#bySeed.get(seed);
    const other = found === undefined ? undefined : this.#device(found).serial;
    return other !== undefined && nameKey(other) !== nameKey(serial) ? other : undefined;
  }
}
