/** Seeds of hardware tokens, as they are typed. */
export const seeds = {
  foreign: "Character {position}, “{letter}”, does not occur in {form}. Spaces and hyphens are not counted.",
  perhapsO: "Perhaps it is the letter O.",
  perhapsIL: "Perhaps it is I or L.",
  perhapsB: "Perhaps it is B.",
  perhapsGQ: "Perhaps it is g or q.",
  base32Incomplete: "Base32 of {count} characters is not complete: one is missing, or there is one too many.",
  hexIncomplete: "Hex of {count} characters is not complete: one is missing, or there is one too many.",
  tooShort: "The seed is too short: at least {least} bytes (128 bits).",
  tooLong: "The seed is too long: at most {most} bytes.",
  missing: "The seed is missing.",
} as const;
