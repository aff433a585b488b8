import { nameKey } from "#shared/model/text.ts";
import type { Keys } from "../../keys/keys.ts";
import { seedPlace } from "../../keys/keys.ts";
import { devicesWithSeeds } from "../../store/factors/hardware-tokens.ts";
import type { Db } from "../../store/store.ts";
import type { Fingerprints } from "./fingerprints.ts";

/** A hardware token that is there, or that an entry before has named. */
export interface KnownDevice {
  serial: string;
  /** Of its key with all parameters; null of a retired one, whose key is erased. */
  all: string | null;
}

/** The hardware tokens by serial number and by key: opened once, where a file has serial numbers at all. */
export class Inventory {
  readonly #bySerial = new Map<string, KnownDevice>();
  readonly #bySeed = new Map<string, string>();

  static async open(db: Db, keys: Keys, fingerprints: Fingerprints): Promise<Inventory> {
    const inventory = new Inventory();
    for await (const device of devicesWithSeeds(db)) {
      const { seed: sealed } = device;
      const seed = sealed && keys.unseal(seedPlace("hardware_tokens", device.id), sealed);
      const known = { serial: device.serial, all: seed && fingerprints.ofAll(seed, device) };
      inventory.#bySerial.set(device.serial_key, known);
      if (seed) inventory.#bySeed.set(fingerprints.ofSeed(seed), device.serial);
      seed?.fill(0);
    }
    return inventory;
  }

  withSerial(serial: string): KnownDevice | undefined {
    return this.#bySerial.get(nameKey(serial));
  }

  /** The serial number of another one with the same key. */
  withSeed(seed: string, serial: string): string | undefined {
    const other = this.#bySeed.get(seed);
    return other !== undefined && nameKey(other) !== nameKey(serial) ? other : undefined;
  }

  add(serial: string, seed: string, all: string): void {
    this.#bySerial.set(nameKey(serial), { serial, all });
    if (!this.#bySeed.has(seed)) this.#bySeed.set(seed, serial);
  }
}
