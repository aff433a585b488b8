/** What the app must know about a window. */
export interface ManagedWindow {
  readonly id: number;
  readonly isFocused: () => boolean;
  readonly focus: () => void;
  readonly isDestroyed: () => boolean;
  /** Asks the `close` handlers. @returns whether the window closed */
  readonly tryClose: () => Promise<boolean>;
  /** Closes without asking. */
  readonly discard: () => Promise<void>;
  /** Chromium has ended, and the page with it. */
  readonly lost: () => void;
}

/** All windows that exist, oldest first. */
export class WindowRegistry<W extends object> {
  readonly #windows = new Map<W, ManagedWindow>();
  #onAllClosed: () => void = () => undefined;

  add(window: W, managed: ManagedWindow): void {
    this.#windows.set(window, managed);
  }

  remove(window: W): void {
    this.#windows.delete(window);
  }

  /** Called once a window has closed and reported it. */
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
