/** What is no sentence of the console's own. */
export const plain = {
  /** One sentence after another. */
  sentences: "{first} {next}",
  /** A sentence that was made before texts were stored as codes and facts; only a migration makes this. */
  legacy: "{sentence}",
  /** A text of another version, or damaged. */
  unknown: "This version of the console has no words for this ({key}).",
} as const;
