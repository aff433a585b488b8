import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarDates } from "../../../src/renderer/ui/calendar-date.ts";

describe("a date that is typed", () => {
  it.each([
    ["en-GB", "24/11/2026"],
    ["en-GB", "24 Nov 2026"],
    ["en-GB", "24 november 26"],
    ["en-US", "11/24/2026"],
    ["en-US", "Nov 24, 2026"],
    ["de", "24.11.26"],
    ["de", "24. November 2026"],
    ["fr", "24 nov. 2026"],
    ["ja", "2026/11/24"],
    ["sv", "2026-11-24"],
    ["de", "2026-11-24"],
    ["de", "24 Nov 2026"],
  ])("is read as %s writes it: %s", (locale, text) => {
    expect(calendarDates(locale).read(text)).toBe("2026-11-24");
  });

  it.each(["", "24", "24.11", "31.02.2026", "24.13.2026", "soon", "2026-11-24T10:00", "24.11.1869", "1.2.3.4"])(
    "is none: %j",
    (text) => {
      expect(calendarDates("de").read(text)).toBeNull();
    },
  );

  it.each(["en-GB", "en-US", "de", "fr", "es", "it", "nl", "pl", "sv", "pt", "cs", "ja", "ko", "zh", "tr"])(
    "is read again as it was written in %s, whatever the day",
    (locale) => {
      const dates = calendarDates(locale);
      const days = fc.date({ min: new Date("1970-01-02"), max: new Date("2099-12-30"), noInvalidDate: true });
      fc.assert(
        fc.property(days, (day) => {
          const date = day.toISOString().slice(0, 10);
          expect(dates.read(dates.write(date))).toBe(date);
        }),
      );
    },
  );
});
