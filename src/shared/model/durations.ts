import { text, type Text } from "../texts/text.ts";

/**
 * A length of time, to the second below two minutes, otherwise to the minute: `90 seconds`, `5 hours 45 minutes`.
 */
export function durationAsText(seconds: number): Text {
  if (seconds < 120) return text("durations.seconds", { count: Math.round(seconds) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return text("durations.minutes", { count: minutes });
  const hours = text("durations.hours", { count: Math.floor(minutes / 60) });
  const rest = minutes % 60;
  if (rest === 0) return hours;
  return text("durations.hoursAndMinutes", { hours, minutes: text("durations.minutes", { count: rest }) });
}
