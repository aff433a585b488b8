import type { Display, Rectangle } from "electron";

/** How much of a display a window covers, in square pixels. */
function overlap(display: Rectangle, window: Rectangle): number {
  const width = Math.min(display.x + display.width, window.x + window.width) - Math.max(display.x, window.x);
  const height = Math.min(display.y + display.height, window.y + window.height) - Math.max(display.y, window.y);
  return Math.max(0, width) * Math.max(0, height);
}

/**
 * Where the person's window goes: to the largest display without the console's window, or else where the console's
 * window is.
 *
 * @param displays at least one
 * @param console where the console's window is
 */
export function placeForUser(
  displays: readonly Pick<Display, "bounds">[],
  console: Rectangle,
): { bounds: Rectangle; isOwnDisplay: boolean } {
  const bounds = displays.map((display) => display.bounds);
  const mostly = bounds.toSorted((one, other) => overlap(other, console) - overlap(one, console))[0] ?? console;
  const [other] = bounds
    .filter((display) => display !== mostly && overlap(display, mostly) === 0)
    .toSorted((one, two) => two.width * two.height - one.width * one.height);
  return other ? { bounds: other, isOwnDisplay: true } : { bounds: mostly, isOwnDisplay: false };
}
