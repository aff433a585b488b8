const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/**
 * A length of time in words, to the second below two minutes, otherwise to the minute: `90 seconds`, `5 hours 45
 * minutes`.
 */
export function durationInWords(seconds: number): string {
  if (seconds < 120) return plural(Math.round(seconds), "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return plural(minutes, "minute");
  const rest = minutes % 60;
  return `${plural(Math.floor(minutes / 60), "hour")}${rest === 0 ? "" : ` ${plural(rest, "minute")}`}`;
}
