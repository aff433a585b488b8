import type { Clock, Uptime } from "#main/base/ports.ts";

/** Fixed in the past while the demo's history is made, then follows the computer's clock. */
export class DemoClock implements Clock {
  #moment: number | null;
  readonly #start: number;

  /** @param start UTC milliseconds */
  constructor(start: number) {
    this.#moment = start;
    this.#start = start;
  }

  now(): number {
    return this.#moment ?? Date.now();
  }

  /** In a demo, waits pass with its story. */
  uptime(): Uptime {
    return { boot: null, ms: this.now() - this.#start };
  }

  /** @param moment UTC milliseconds, not before the current one */
  moveTo(moment: number): void {
    this.#moment = Math.max(moment, this.now());
  }

  /** From here on the time is real. */
  release(): void {
    this.#moment = null;
  }
}
