/**
 * Threads of this process that were abandoned while they hang in a system call; each promise resolves if its thread
 * ends after all.
 */
export const hangingThreads = new Set<Promise<void>>();

/** Abandoned work, by where it hangs. */
export class LeftBehind {
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** @param ended resolves if the work ends after all */
  add(key: string, ended: Promise<void>): void {
    this.#keys.add(key);
    hangingThreads.add(ended);
    void ended.then(() => {
      this.#keys.delete(key);
      hangingThreads.delete(ended);
    });
  }
}
