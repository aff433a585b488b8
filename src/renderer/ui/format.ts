/** How this computer writes dates and numbers, as stated in the document; the browser's own locale otherwise. */
function localeOf(document: Document | undefined): string | undefined {
  const given = document?.querySelector<HTMLMetaElement>('meta[name="locale"]')?.content ?? "";
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(given)[0];
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** As a BCP 47 tag; undefined: the browser's. */
export const locale = localeOf(globalThis.document);
const wholeNumbers = new Intl.NumberFormat(locale);

/** `12345` -> `12,345`, or as this computer writes numbers. */
export const numberInWords = (value: number): string => wholeNumbers.format(value);

/** Splits a secret into groups of four, as people read and type it. Spaces and hyphens in it are ignored. */
export const groupsOfFour = (secret: string): string[] => secret.replaceAll(/[\s-]/gu, "").match(/.{1,4}/gu) ?? [];

const units = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** `1536` -> `1.5 KB` (1 KB = 1024 bytes). */
export function bytesInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const amount = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${amount.format(value)} ${units[unit]}`;
}

/** `95` -> `1 min 35 s`. Whole seconds, rounded up, so that it never says 0 before the end. */
export function secondsInWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `300` -> `5:00`, for a running countdown. */
export const clockOf = (seconds: number): string => {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/**
 * An authenticator's drift in words.
 * @param steps positive: the authenticator's clock runs ahead
 * @param period length of a step in seconds
 */
export function driftInWords(steps: number, period: number): string {
  if (steps === 0) return "Same as this computer";
  return `${secondsInWords(Math.abs(steps) * period)} ${steps > 0 ? "ahead of" : "behind"} this computer`;
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** `2 hours ago`, `in 5 minutes`, `just now`, in whole units that have passed. Both in UTC milliseconds. */
export function distanceInWords(at: number, now: number): string {
  const seconds = (at - now) / 1000;
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return seconds > 0 ? "in less than a minute" : "just now";
  const [unit, length] = step;
  return relative.format(Math.trunc(seconds / length), unit);
}

/** `1 code`, `3 codes`, `12,345 people`. */
export const counted = (count: number, one: string, many: string): string =>
  `${numberInWords(count)} ${count === 1 ? one : many}`;

/** A name that any file system accepts. */
export const fileNamePart = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 60) || "console";

/** Local calendar date, `2026-03-09`. */
export function dateStamp(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Date and time, as this computer writes them. */
export const localTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** A time of today. */
export const localClock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

/** `2026-11-24 09:05:07 UTC`. */
export const utcTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** The file's name without its folder, on any system. */
export const nameOfFile = (path: string): string => path.split(/[/\\]/u).at(-1) ?? path;
