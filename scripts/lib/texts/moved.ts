/** Rooms whose texts are all in `src/shared/texts`. A room joins when it was moved, and never leaves. */
export const moved = ["src/cli", "src/main", "src/shared"];

/** Where a sentence is no text of the console's, or one that is stored as a name. */
export const notTexts = [
  "src/shared/texts/en",
  // Invented people, and what they are told to have done.
  "src/main/demo",
  // Letters are in the person's own language.
  "src/main/enrolment/letters/words",
  // The library's own messages, by which its errors are recognised.
  "src/main/base/errors/sqlite.ts",
  // Reasons, for whoever reads the code, why a write leaves no event.
  "src/main/call/change.ts",
  // Names of programs, and the words that their files have.
  "src/main/formats/seed-table/presets",
  // Default labels of authenticators: stored as names, which people change.
  "src/main/twofactor/labels.ts",
  // Answers to requests of the page's own code.
  "src/main/window/assets.ts",
];

/** Who shows texts to people. Everybody else hands them on. */
export const doors = [
  "src/shared/texts",
  "src/renderer",
  "src/cli/help.ts",
  "src/cli/output.ts",
  "src/cli/render",
  // The parser of command lines carries words only.
  "src/cli/usage.ts",
  "src/main/window",
  "src/main/sheets/render-sheet.ts",
  "src/main/sheets/key-pages.ts",
  // What was asked for before texts were stored as keys is compared by its English sentences.
  "src/main/administrators/approvals/act.ts",
  // They write the tables with the results of every row and every entry.
  "src/main/imports/report.ts",
  "src/main/imports/seeds/results-table.ts",
];
