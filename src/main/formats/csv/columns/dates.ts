const day = 24 * 60 * 60 * 1000;

/** A span of UTC milliseconds that contains the moment; `Infinity` for never. */
export interface Moment {
  earliest: number;
  latest: number;
}

const never: Moment = { earliest: Infinity, latest: Infinity };

/** What is written if no last day is known. */
const endless =
  /^(?:-+|-1|n\/a|k\.\s?a\.|never|nie|jamais|nunca|mai|none|unlimited|unbefristet|indefinite|0|0000-00-00|00\.00\.0000|00000000)$/iu;

/** Years from which on a date means for ever. */
const farYear = 2900;

function onDay(year: number, month: number, date: number): Moment | null {
  const full = year < 100 ? year + (year < 70 ? 2000 : 1900) : year;
  if (full >= farYear) return never;
  const at = Date.UTC(full, month - 1, date);
  const back = new Date(at);
  return full > 1900 && back.getUTCMonth() === month - 1 && back.getUTCDate() === date
    ? { earliest: at, latest: at }
    : null;
}

/** Both readings if a date can be read in two ways. */
function either(first: Moment | null, second: Moment | null): Moment | null {
  if (!first || !second) return first ?? second;
  return { earliest: Math.min(first.earliest, second.earliest), latest: Math.max(first.latest, second.latest) };
}

/** The beginnings of the months' names in the languages of the known headings. */
const months: readonly RegExp[] = [
  /^(?:jan|gen|ene|sty|led|янв)/u,
  /^(?:feb|fev|fév|lut|úno|фев)/u,
  /^(?:mar|mär|mrz|maa|bře|мар)/u,
  /^(?:apr|avr|abr|ápr|kwi|dub|апр)/u,
  /^(?:may|mai|maj|mag|máj|kvě|мая|май)/u,
  /^(?:jun|juin|giu|cze|čer|июн)/u,
  /^(?:jul|juil|lug|lip|čvc|июл)/u,
  /^(?:aug|aoû|aou|ago|sie|srp|авг)/u,
  /^(?:sep|set|szept|wrz|zář|сен)/u,
  /^(?:oct|okt|out|ott|paź|říj|окт)/u,
  /^(?:nov|lis|noy|ноя)/u,
  /^(?:dec|dez|déc|dic|gru|pro|дек)/u,
];
const monthOf = (name: string): number => months.findIndex((pattern) => pattern.test(name.toLowerCase())) + 1;

type Reader = readonly [pattern: RegExp, read: (parts: number[], texts: string[]) => Moment | null];

const since1601 = -11_644_473_600_000;
const sinceExcel = Date.UTC(1899, 11, 30);

const readers: readonly Reader[] = [
  [/^(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})\.?(?:[T ].*)?$/u, ([y = 0, m = 0, d = 0]) => onDay(y, m, d)],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})日$/u, ([y = 0, m = 0, d = 0]) => onDay(y, m, d)],
  [/^(\d{4})(\d{2})(\d{2})(?:\d{6}(?:\.\d+)?Z?)?$/u, ([y = 0, m = 0, d = 0]) => onDay(y, m, d)],
  [/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})(?:[T ,].*)?$/u, ([d = 0, m = 0, y = 0]) => onDay(y, m, d)],
  [
    /^(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})(?:[T ,].*)?$/u,
    ([a = 0, b = 0, y = 0]) => either(onDay(y, b, a), onDay(y, a, b)),
  ],
  [
    /^(\d{1,2})[-. ]+(\p{L}{3,12})\.?[-. ,]+(\d{2}|\d{4})(?:[T ,].*)?$/u,
    ([d = 0, , y = 0], [, name = ""]) => (monthOf(name) > 0 ? onDay(y, monthOf(name), d) : null),
  ],
  [
    /^(\p{L}{3,12})\.? (\d{1,2}),? (\d{4})(?:[T ,].*)?$/u,
    ([, d = 0, y = 0], [name = ""]) => (monthOf(name) > 0 ? onDay(y, monthOf(name), d) : null),
  ],
  // Windows' file time: tenths of microseconds since 1601; its largest value means never.
  [
    /^(\d{17,19})$/u,
    ([ticks = 0]) => {
      const at = ticks / 10_000 + since1601;
      return ticks > 9e18 ? never : { earliest: at, latest: at };
    },
  ],
  // A spreadsheet's number of days.
  [
    /^(\d{5})(?:[.,]\d+)?$/u,
    ([days = 0]) => {
      const at = sinceExcel + days * day;
      return days >= 20_000 && days < 80_000 ? { earliest: at, latest: at } : null;
    },
  ],
  [
    /^(\d{10}|\d{13})$/u,
    ([stamp = 0], [text = ""]) => {
      const at = text.length === 10 ? stamp * 1000 : stamp;
      return { earliest: at, latest: at };
    },
  ],
];

/** Reads a date in one of the forms that exports use. @returns null if it is not one */
function momentOf(cell: string): Moment | null {
  const text = cell.trim();
  if (endless.test(text)) return never;
  for (const [pattern, read] of readers) {
    const found = pattern.exec(text);
    if (found) return read(found.slice(1).map(Number), found.slice(1));
  }
  return null;
}

/**
 * Whether a last day is over.
 *
 * @param now UTC milliseconds
 * @returns null if it cannot be told: no date, or day and month could be swapped and that makes a difference
 */
export function isOver(cell: string, now: number): boolean | null {
  const moment = momentOf(cell);
  if (moment === null) return null;
  const [first, last] = [moment.earliest + day <= now, moment.latest + day <= now];
  return first === last ? first : null;
}

/** Whether a cell is a date in one of the known forms. */
export const isDate = (cell: string): boolean => momentOf(cell) !== null;
