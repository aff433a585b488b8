/** Threads of this process that hang in a call of the system and were left behind; each resolves when it ends after all. */
export const hangingThreads = new Set<Promise<void>>();

/** Work that was left behind, by where it hangs. */
export class LeftBehind {
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** @param ended resolves when the work ends after all */
  add(key: string, ended: Promise<void>): void {
    this.#keys.add(key);
    hangingThreads.add(ended);
    void ended.then(() => {
      this.#keys.delete(key);
      hangingThreads.delete(ended);
    });
  }
}
