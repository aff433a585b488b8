/** Lengths of time. */
export const durations = {
  seconds: "{count, plural, one {{count} second} other {{count} seconds}}",
  minutes: "{count, plural, one {{count} minute} other {{count} minutes}}",
  hours: "{count, plural, one {{count} hour} other {{count} hours}}",
  hoursAndMinutes: "{hours} {minutes}",
} as const;
