import { broken } from "../faults.ts";
import { mostAtOnce } from "../source.ts";

/** Bytes that come in pieces of any length, taken in the lengths that a format has. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #left = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** @throws AppError FORMAT_UNREADABLE where fewer are left */
  async take(length: number): Promise<Buffer> {
    if (length > mostAtOnce) throw broken();
    const taken = [this.#left];
    let size = this.#left.length;
    while (size < length) {
      const next = await this.#pieces.next();
      if (next.done === true) throw broken();
      // A piece is valid until the next one is asked for.
      taken.push(Buffer.from(next.value));
      size += next.value.length;
    }
    const all = taken.length === 1 ? this.#left : Buffer.concat(taken);
    this.#left = all.subarray(length);
    return all.subarray(0, length);
  }

  /** What was not taken. */
  async *rest(): AsyncGenerator<Uint8Array> {
    if (this.#left.length > 0) yield this.#left;
    this.#left = Buffer.alloc(0);
    yield* { [Symbol.asyncIterator]: () => this.#pieces };
  }
}
