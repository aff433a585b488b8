/** Bytes of a key: enough of a keyed hash that no two are the same by chance. */
const keyBytes = 16;
const words = keyBytes / 4;

/**
 * Numbers by the beginnings of keyed hashes. Some thirty bytes for each, where a Map takes hundreds: a file can have a
 * million entries.
 */
export class Seen {
  #slots = 1024;
  #used = 0;
  #keys = new Uint32Array(this.#slots * words);
  /** One more than what is kept; 0: nothing. */
  #numbers = new Uint32Array(this.#slots);

  /** @returns where it is, or the empty place where it would be */
  #find(key: Uint32Array, from: number): number {
    for (let slot = (key[from] ?? 0) % this.#slots; ; slot = (slot + 1) % this.#slots) {
      if (this.#numbers[slot] === 0) return slot;
      const at = slot * words;
      let same = 0;
      while (same < words && this.#keys[at + same] === key[from + same]) same += 1;
      if (same === words) return slot;
    }
  }

  #put(key: Uint32Array, from: number, number: number): void {
    const slot = this.#find(key, from);
    if (this.#numbers[slot] === 0) this.#used += 1;
    this.#keys.set(key.subarray(from, from + words), slot * words);
    this.#numbers[slot] = number;
  }

  #grow(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#slots *= 2;
    this.#used = 0;
    this.#keys = new Uint32Array(this.#slots * words);
    this.#numbers = new Uint32Array(this.#slots);
    for (const [slot, number] of numbers.entries()) if (number > 0) this.#put(keys, slot * words, number);
  }

  /** @param hash at least 16 bytes */
  get(hash: Buffer): number | undefined {
    const number = this.#numbers[this.#find(wordsOf(hash), 0)] ?? 0;
    return number === 0 ? undefined : number - 1;
  }

  /** @param number 0 or more, below 2^32 - 1 */
  set(hash: Buffer, number: number): void {
    if (this.#used * 4 >= this.#slots * 3) this.#grow();
    this.#put(wordsOf(hash), 0, number + 1);
  }
}

/** A hash in words of this computer, wherever its bytes lie. */
function wordsOf(hash: Buffer): Uint32Array {
  const own = new Uint32Array(words);
  for (let word = 0; word < words; word += 1) own[word] = hash.readUInt32LE(word * 4);
  return own;
}
