import type { TokenParameters } from "../../../twofactor/totp.ts";

/** The fixed words of a letter in one language. */
export interface LetterWords {
  title: string;
  introduction: string;
  /** What to do, one step each. */
  steps: (parameters: TokenParameters, expires: string) => readonly string[];
  noCamera: string;
  /** What an app must be told with a typed key, if it is not the usual. */
  settings: string;
  settingsOf: (parameters: TokenParameters) => string;
  serial: string;
  useUntil: string;
  warning: string;
  slip: { title: string; statement: string; name: string; serial: string; date: string; signature: string };
  /** @param mark what stands for a character that the typeface does not have */
  lacking: (mark: string) => string;
  /** Of the made-up person in a preview. */
  specimen: { name: string; username: string };
}
