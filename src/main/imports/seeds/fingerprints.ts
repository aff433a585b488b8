import { hash, randomBytes } from "node:crypto";
import type { Entry } from "../../formats/format.ts";

type Parameters = Pick<Entry, "kind" | "algorithm" | "digits" | "period">;

const saltBytes = 32;

/**
 * What two equal keys have in common: a hash with a salt of this run alone, which nobody else ever sees. No key stays in
 * memory to be compared.
 */
export class Fingerprints {
  /** The salt, and after it what is hashed: one call costs a fourth of an HMAC, and each entry needs several. */
  #work = Buffer.concat([randomBytes(saltBytes), Buffer.alloc(2048)]);

  #of(words: string, seed?: Buffer): Buffer {
    const length = saltBytes + Buffer.byteLength(words) + (seed?.length ?? 0);
    if (length > this.#work.length) this.#work = Buffer.concat([this.#work, Buffer.alloc(length)]);
    const end = saltBytes + this.#work.write(words, saltBytes);
    seed?.copy(this.#work, end);
    const hashed = hash("sha256", this.#work.subarray(0, length), "buffer");
    this.#work.fill(0, saltBytes, length);
    return hashed;
  }

  ofSeed(seed: Buffer): Buffer {
    return this.#of("seed\n", seed);
  }

  /** Two of these are the same authenticator only where all parameters are. @param owner of the one who has it; empty: whoever */
  ofAll(seed: Buffer, { kind, algorithm, digits, period }: Parameters, owner = ""): Buffer {
    const parameters = kind === "totp" ? [kind, algorithm, digits, period] : [kind, algorithm, digits];
    return this.#of(`${parameters.join(" ")} ${owner}\n`, seed);
  }

  /** Of a name. */
  ofName(name: string): Buffer {
    return this.#of(`name\n${name}`);
  }
}
