import { emailIndex } from "./version-5-email.ts";
import { guesses } from "./version-5-guesses.ts";
import { letterReasons } from "./version-5-letters.ts";

/** What each part of version 5 of the schema changes; run in this order, in one transaction. */
const parts: readonly string[] = [emailIndex, guesses, letterReasons];

/** Version 5: what the rules for codes, letters, imports and restores need to remember. */
export const version5 = parts.join("\n");
