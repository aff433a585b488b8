import { EventEmitter } from "node:events";

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What only a page can see: parts of the desktop. */
export interface Surroundings {
  dark: boolean;
  scaleFactor: number;
  bounds: Rectangle;
  workArea: Rectangle;
}

/** The desktop as the last loaded page saw it. */
class Desktop extends EventEmitter {
  #seen: Surroundings | undefined;

  get seen(): Surroundings | undefined {
    return this.#seen;
  }

  see(surroundings: Surroundings): void {
    const before = this.#seen;
    this.#seen = surroundings;
    if (before?.dark !== surroundings.dark) this.emit("dark", surroundings.dark);
  }

  setDark(dark: boolean): void {
    if (this.#seen !== undefined) this.see({ ...this.#seen, dark });
  }
}

export const desktop = new Desktop();
