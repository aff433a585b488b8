import { broken } from "./faults.ts";
import { deepest } from "./json.ts";
import { textPieces } from "./lines.ts";
import type { Source } from "./source.ts";

/** Characters of one part: far more than what a program says of one person. */
const longest = 1024 * 1024;

/** What is looked for in the object that the file is. */
interface Wanted {
  /** Names of arrays, whose items come one by one. */
  readonly arrays: readonly string[];
  /** Names of what comes as a whole. */
  readonly values: readonly string[];
}

/** Something that was looked for: an item of an array, or a value. */
interface Part {
  readonly name: string;
  /** JSON; null at the beginning of an array. */
  readonly json: string | null;
}

/**
 * Follows brackets, commas and colons; what stands between them is left to who parses a part. Its state is where it is in
 * the file, and the text since the mark, where that will be needed.
 */
class Parts {
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #ended = false;
  /** The name whose value this is, at the first level. */
  #name: string | null = null;
  #inArray = false;
  /** The text since the mark; null: it is not needed. */
  #kept: string | null = null;
  #from = 0;
  #found: Part[] = [];
  readonly #wanted: Wanted;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** @returns the parts that end in a piece. @throws AppError FORMAT_UNREADABLE */
  feed(piece: string): Part[] {
    this.#from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const letter = piece.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (this.#quoted) {
        if (letter === 0x5c) this.#escaped = true;
        else if (letter === 0x22) this.#quoted = false;
      } else if (letter > 0x20) this.#mark(piece, at, letter);
    }
    if (this.#kept !== null) {
      this.#kept += piece.slice(this.#from);
      if (this.#kept.length > longest) throw broken();
    }
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** @throws AppError FORMAT_UNREADABLE where the file was cut off */
  end(): void {
    if (!this.#ended) throw broken();
  }

  #mark(piece: string, at: number, letter: number): void {
    if (this.#ended) throw broken();
    if (letter === 0x22) this.#quoted = true;
    else if (letter === 0x7b || letter === 0x5b) this.#open(at, letter);
    else if (letter === 0x7d || letter === 0x5d) this.#close(piece, at);
    else if (letter === 0x2c && this.#isListed()) this.#part(piece, at, at + 1);
    else if (letter === 0x3a && this.#depth === 1 && this.#name === null) this.#named(piece, at);
    else if (this.#depth === 0) throw broken();
  }

  /** Whether a comma here is one between parts: between names, or between items of an array that is wanted. */
  #isListed(): boolean {
    return this.#depth === 1 || (this.#depth === 2 && this.#inArray);
  }

  #open(at: number, letter: number): void {
    this.#depth += 1;
    if (this.#depth > deepest || (this.#depth === 1 && letter === 0x5b)) throw broken();
    if (this.#depth === 1) this.#keepFrom(at + 1);
    const name = this.#name;
    if (this.#depth === 2 && letter === 0x5b && name !== null && this.#wanted.arrays.includes(name)) {
      this.#inArray = true;
      this.#found.push({ name, json: null });
      this.#keepFrom(at + 1);
    }
  }

  #close(piece: string, at: number): void {
    if (this.#isListed()) this.#part(piece, at, null);
    if (this.#depth === 2) this.#inArray = false;
    this.#depth -= 1;
    if (this.#depth < 0) throw broken();
    this.#ended = this.#depth === 0;
  }

  #named(piece: string, at: number): void {
    try {
      this.#name = String(JSON.parse(this.#take(piece, at)));
    } catch (thrown) {
      throw broken(thrown);
    }
    if (this.#wanted.values.includes(this.#name)) this.#keepFrom(at + 1);
  }

  /** A part ends here. @param next where the next one begins, if one follows */
  #part(piece: string, at: number, next: number | null): void {
    const json = this.#kept === null ? "" : this.#take(piece, at).trim();
    if (json !== "" && this.#name !== null) this.#found.push({ name: this.#name, json });
    if (this.#depth === 1) this.#name = null;
    if (next !== null) this.#keepFrom(next);
  }

  #keepFrom(at: number): void {
    this.#kept = "";
    this.#from = at;
  }

  #take(piece: string, at: number): string {
    const taken = (this.#kept ?? "") + piece.slice(this.#from, at);
    this.#kept = null;
    return taken;
  }
}

/**
 * Parts of a JSON file that is one object, as they come: memory stays constant, whatever the size of the file, and what is
 * wrong with one item leaves the others.
 *
 * @throws AppError FORMAT_UNREADABLE where it is not text, or not such an object, or cut off
 */
export async function* jsonParts(source: Source, wanted: Wanted): AsyncGenerator<Part> {
  const parts = new Parts(wanted);
  for await (const piece of textPieces(source)) yield* parts.feed(piece);
  parts.end();
}
