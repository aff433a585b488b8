import { secondsInWords } from "./format.ts";

/**
 * A button's label while a delay after failed attempts is running.
 * @param wait seconds until the next attempt is allowed; 0: now
 */
export const afterWait = (wait: number, label: string): string =>
  wait > 0 ? `Try again in ${secondsInWords(wait)}` : label;
