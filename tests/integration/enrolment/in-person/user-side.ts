import type { Caller, UserSide } from "#main/base/ports.ts";

/** A user's window that a test looks into. */
export interface OpenedWindow {
  readonly caller: Caller;
  readonly isOpen: boolean;
  /** As if somebody closed it by hand. */
  closeByHand(): void;
}

export interface FakeUserSide extends UserSide {
  readonly windows: OpenedWindow[];
  /** The last window that was opened. */
  readonly window: OpenedWindow;
  count: number;
  /** Refuses to open windows from now on. */
  broken: boolean;
}

/** Windows without anything to see: the window itself is proven in a browser. */
export function fakeUserSide(): FakeUserSide {
  const windows: OpenedWindow[] = [];
  return {
    windows,
    count: 1,
    broken: false,
    get window() {
      const last = windows.at(-1);
      if (!last) throw new Error("no window was opened");
      return last;
    },
    displays() {
      return this.count;
    },
    open({ caller, onClosed }) {
      if (this.broken) return Promise.reject(new Error("no window today"));
      let isOpen = true;
      const close = () => {
        if (!isOpen) return;
        isOpen = false;
        onClosed();
      };
      windows.push({
        caller,
        get isOpen() {
          return isOpen;
        },
        closeByHand: close,
      });
      return Promise.resolve({ close });
    },
  };
}
