import type { PageWindow } from "./world.ts";

/**
 * Prevents what Chromium does as a browser and Electron does not. Runs in the page's isolated world, where the page
 * cannot undo it. Inserted into pages as text.
 */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
  readonly downloadRequest: string | null;
}
interface KeyEvent extends Event {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export type Notify = (name: string, ...details: unknown[]) => void;

/**
 * Keeps the top frame on documents that the main process serves, as `about:`, `blob:` and `data:` never
 * reach its request handler.
 *
 * @returns whether the page itself has started a navigation in this turn of the event loop
 */
export function guardNavigation(window: PageWindow, notify: Notify): () => boolean {
  let navigating = false;
  window.navigation.addEventListener("navigate", (event) => {
    const { destination, downloadRequest } = event as NavigateEvent;
    navigating = true;
    setTimeout(() => {
      navigating = false;
    });
    if (destination.url.startsWith("https:") || downloadRequest !== null) return;
    event.preventDefault();
    notify("navigation-refused", destination.url);
  });
  return () => navigating;
}

/** A close that the page did not request becomes a question to the main process. */
export function guardClose(window: PageWindow, isNavigating: () => boolean): void {
  window.addEventListener("beforeunload", (event) => {
    if (!isNavigating()) event.preventDefault();
  });
}

/** The browser's keys (reload, print, new window, view source, tools, …), its context menu and dropped files. */
export function guardBrowserUi(window: PageWindow): void {
  const plain = ["F1", "F3", "F5", "F7", "F12", "BrowserBack", "BrowserForward", "BrowserRefresh", "BrowserHome"];
  const withControl = ["d", "e", "g", "h", "j", "k", "l", "n", "o", "p", "r", "s", "t", "u", "F4", "F5"];
  const withControlAndShift = ["b", "c", "d", "delete", "i", "j", "k", "m", "n", "o", "p", "r", "t"];
  const withAlt = ["arrowleft", "arrowright", "home", "d", "e", "f"];
  const isBrowserKey = ({ key, ctrlKey, shiftKey, altKey, metaKey }: KeyEvent): boolean => {
    if (metaKey) return false;
    if (plain.includes(key)) return true;
    if (altKey) return !ctrlKey && withAlt.includes(key.toLowerCase());
    if (!ctrlKey) return false;
    return shiftKey
      ? withControlAndShift.includes(key.toLowerCase())
      : withControl.includes(key.length === 1 ? key.toLowerCase() : key);
  };
  window.addEventListener("keydown", (event) => {
    if (isBrowserKey(event as KeyEvent)) event.preventDefault();
  });
  for (const kind of ["contextmenu", "dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
}

/** Reports what only the page can see to the main process: focus, the desktop's theme, the screen. */
export function reportSurroundings(window: PageWindow, notify: Notify): void {
  const { screen } = window;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  notify("surroundings", {
    dark: dark.matches,
    scaleFactor: window.devicePixelRatio,
    bounds: { x: 0, y: 0, width: screen.width, height: screen.height },
    workArea: { x: screen.availLeft, y: screen.availTop, width: screen.availWidth, height: screen.availHeight },
  });
  dark.addEventListener("change", () => notify("dark", dark.matches));
  window.addEventListener("resize", () => {
    notify("bounds", { x: window.screenX, y: window.screenY, width: window.outerWidth, height: window.outerHeight });
  });
  window.document.addEventListener("visibilitychange", () => notify("hidden", window.document.hidden));
  window.addEventListener("focus", () => notify("focus"));
  window.addEventListener("blur", () => notify("blur"));
  if (window.document.hasFocus()) notify("focus");
}

/** Reports the document's title and its changes to the main process. */
export function reportTitle(window: PageWindow, notify: Notify): void {
  const { document } = window;
  let last = "";
  const report = (): void => {
    if (document.title === last) return;
    last = document.title;
    notify("title", last);
  };
  document.addEventListener("DOMContentLoaded", () => {
    new window.MutationObserver(report).observe(document.head, { childList: true, subtree: true, characterData: true });
    report();
  });
}
