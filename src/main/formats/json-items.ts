import { broken } from "./faults.ts";

/** Of one item. */
const mostCharacters = 1024 * 1024;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/**
 * Takes a JSON list of objects apart as it comes, so that a list of any length takes the memory of one of them. What is in an
 * object is for `parseJson` to judge.
 */
export class JsonItems {
  #item = "";
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #ended = false;

  /** @returns the texts of the objects that end in this piece. @throws AppError FORMAT_UNREADABLE */
  push(piece: string): string[] {
    const items: string[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const before = this.#depth;
      this.#step(piece.charCodeAt(at));
      if (before === 1 && this.#depth === 2) from = at;
      if (before === 2 && this.#depth === 1) {
        items.push(this.#item + piece.slice(from, at + 1));
        this.#item = "";
      }
    }
    if (this.#depth >= 2) this.#item += piece.slice(this.#item === "" ? from : 0);
    if (this.#item.length > mostCharacters) throw broken();
    return items;
  }

  #step(code: number): void {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (code === 0x5c) this.#escaped = true;
      else if (code === 0x22) this.#quoted = false;
      return;
    }
    const opens = code === 0x7b || code === 0x5b;
    const closes = code === 0x7d || code === 0x5d;
    if (this.#depth === 0) this.#outside(code);
    else if (this.#depth === 1 && !isBlank(code) && code !== 0x2c && code !== 0x7b && code !== 0x5d) throw broken();
    else if (opens) this.#depth += 1;
    else if (closes) this.#close();
    else if (code === 0x22) this.#quoted = true;
  }

  /** Before the list and after it. */
  #outside(code: number): void {
    if (isBlank(code)) return;
    if (this.#ended || code !== 0x5b) throw broken();
    this.#depth = 1;
  }

  #close(): void {
    this.#depth -= 1;
    this.#ended = this.#depth === 0;
  }

  /** @throws AppError FORMAT_UNREADABLE where the list has no end */
  end(): void {
    if (!this.#ended) throw broken();
  }
}
