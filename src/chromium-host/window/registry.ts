/** What the app has to know of a window. */
export interface ManagedWindow {
  readonly id: number;
  readonly isFocused: () => boolean;
  readonly focus: () => void;
  readonly isDestroyed: () => boolean;
  /** Lets the `close` handlers decide. @returns whether the window closed */
  readonly tryClose: () => Promise<boolean>;
  /** Closes without asking. */
  readonly discard: () => Promise<void>;
  /** Chromium is gone, and the page with it. */
  readonly lost: () => void;
}

/** All windows that exist, in the order in which they were made. */
export class WindowRegistry<W extends object> {
  readonly #windows = new Map<W, ManagedWindow>();
  #onAllClosed: () => void = () => undefined;

  add(window: W, managed: ManagedWindow): void {
    this.#windows.set(window, managed);
  }

  remove(window: W): void {
    this.#windows.delete(window);
  }

  /** To be called once a window is gone and has said so. */
  announceIfEmpty(): void {
    if (this.#windows.size === 0) this.#onAllClosed();
  }

  onAllClosed(listener: () => void): void {
    this.#onAllClosed = listener;
  }

  get all(): W[] {
    return [...this.#windows.keys()];
  }

  get managed(): ManagedWindow[] {
    return [...this.#windows.values()];
  }

  find(test: (managed: ManagedWindow) => boolean): W | undefined {
    return [...this.#windows].find(([, managed]) => test(managed))?.[0];
  }
}
