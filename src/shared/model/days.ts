const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

/** The day of a moment at this computer, in words: `29 November 2026`. @param at UTC milliseconds */
export const dayInWords = (at: number): string => format.format(at);
