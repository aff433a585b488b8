/** Calendar dates as `2026-11-24`, read and written as a locale does. */
export interface CalendarDates {
  /** `2026-11-24` -> `24 Nov 2026`, or as the locale writes it. */
  write(date: string): string;
  /**
   * Reads ISO 8601 (`2026-11-24`), three numbers in the locale's order (`24.11.26`), and a month in words in the
   * locale's language or English (`24 Nov 2026`). @returns `2026-11-24`; null: it is no date
   */
  read(text: string): string | null;
}

type Part = "day" | "month" | "year";

const isPart = (type: string): type is Part => type === "day" || type === "month" || type === "year";

/** Years of two digits are of this century. */
const fullYear = (year: number): number => (year < 100 ? 2000 + year : year);

function valid({ year, month, day }: Record<Part, number>): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal && year >= 1970 ? at.toISOString().slice(0, 10) : null;
}

const monthsOf = (locale: string | undefined, style: "long" | "short"): string[] => {
  const format = new Intl.DateTimeFormat(locale, { month: style, calendar: "gregory", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 1)).toLowerCase());
};

/** @param locale a BCP 47 tag; undefined: the browser's */
export function calendarDates(locale: string | undefined): CalendarDates {
  const written = new Intl.DateTimeFormat(locale, { dateStyle: "medium", calendar: "gregory", timeZone: "UTC" });
  const order = new Intl.DateTimeFormat(locale, { dateStyle: "short", calendar: "gregory", timeZone: "UTC" })
    .formatToParts(0)
    .flatMap(({ type }) => (isPart(type) ? [type] : []));
  const names = [monthsOf(locale, "long"), monthsOf(locale, "short"), monthsOf("en", "long")];

  const monthIn = (text: string): number | undefined => {
    const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
    const found = words.flatMap((word) => names.map((list) => list.findIndex((name) => name.startsWith(word)) + 1));
    return found.find((month) => month > 0);
  };

  return {
    write(date) {
      const at = Date.parse(`${date}T00:00:00Z`);
      return Number.isNaN(at) ? "" : written.format(at);
    },
    read(text) {
      const numbers = (text.match(/\d+/gu) ?? []).map(Number);
      const [first = 0, second = 0, third = 0] = numbers;
      const month = monthIn(text);
      if (month !== undefined && numbers.length === 2) {
        const [year, day] = first > 31 ? [first, second] : [second, first];
        return valid({ year: fullYear(year), month, day });
      }
      // Single letters are marks between the numbers, as in 2026年11月24日.
      if (numbers.length !== 3 || /\p{L}{2,}/u.test(text)) return null;
      if (first > 31) return valid({ year: first, month: second, day: third });
      const at = (part: Part): number => numbers[order.indexOf(part)] ?? 0;
      return valid({ year: fullYear(at("year")), month: at("month"), day: at("day") });
    },
  };
}
