import type { LetterLanguage } from "#shared/contract/letters.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { LetterWords } from "./words.ts";

export const lettersIn: Record<LetterLanguage, LetterWords> = { en, de, fr, es };

/** BCP 47 tags for dates: day before month everywhere. */
const locales: Record<LetterLanguage, string> = { en: "en-GB", de: "de", fr: "fr", es: "es" };

/** @returns writes a day in words, in this computer's time zone */
export function dateWriter(language: LetterLanguage): (at: number) => string {
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: "long" });
  return (at) => format.format(at);
}
