import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The line by which a test driver learns where to connect. */
const invitation = /^DevTools listening on /u;

/**
 * Passes Chromium's standard error on, but keeps the invitation back until the app shows its first
 * document. A driver that came earlier would take the blank page for the app's window, as it would not
 * in Electron.
 */
export class DriverGate {
  #isOpen = false;
  #held: string | undefined;

  watch(stderr: Readable): void {
    createInterface({ input: stderr }).on("line", (line) => {
      if (!this.#isOpen && invitation.test(line)) this.#held = line;
      else process.stderr.write(`${line}\n`);
    });
  }

  open(): void {
    this.#isOpen = true;
    if (this.#held === undefined) return;
    process.stderr.write(`${this.#held}\n`);
    this.#held = undefined;
  }
}
