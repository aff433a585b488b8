import type { OutputOf } from "#shared/contract/index.ts";
import type { Count, Sums } from "#shared/contract/directory.ts";
import type { Letter, LetterReport, LetterTemplate, LetterVerdict } from "#shared/contract/letters.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { plural, printable, time } from "./text.ts";

/** More rows do not help on a terminal: `--json` has all of them. */
const rowsShown = 50;

const counts = ({ total, done, unchanged, refused }: Sums): string =>
  `${plural(total, "person", "people")}: ${plural(done, "letter")}, ${unchanged} unchanged, ${refused} refused.`;

/** Letters that can no longer be used; empty if there are none. */
const voided = (letters: number, would: boolean): string[] =>
  letters === 0
    ? []
    : [`${plural(letters, "letter")} that could still be used ${would ? "would become" : "became"} void.`];

/** People who got no letter, and why; and people whose older letter is void. */
function describeOthers(rows: readonly LetterVerdict[], { unchanged, refused }: Sums, paint: Paint): string[] {
  const others = rows.filter(({ verdict, message }) => verdict !== "done" || message !== "").slice(0, rowsShown);
  if (others.length === 0) return [];
  const cells = others.map(({ userId, username, verdict, message }) => [username || userId, verdict, message]);
  const told = others.filter(({ verdict }) => verdict !== "done").length;
  const more = unchanged + refused - told;
  return [
    "",
    table(["Username", "Result", "Why"], cells, (text) => paint("bold", text)),
    ...(more > 0 ? [`And ${plural(more, "more person", "more people")}: --json lists them.`] : []),
  ];
}

export function describeLetterReport({ sums, voidedLetters, rows, path, pages }: LetterReport, paint: Paint): string {
  const where = path === null ? "No letter was made." : `${plural(pages, "letter")} written to ${printable(path)}`;
  return [where, counts(sums), ...voided(voidedLetters, false), ...describeOthers(rows, sums, paint)].join("\n");
}

export function describeLetterPlan(plan: OutputOf<"letters.preview">, paint: Paint): string {
  const { sums, voidedLetters, rows } = plan;
  const done = ["Nothing has been changed. This would be done:", counts(sums), ...voided(voidedLetters, true)];
  return [...done, ...describeOthers(rows, sums, paint)].join("\n");
}

export function describeLetters(letters: readonly Letter[], total: Count | null, paint: Paint): string {
  if (letters.length === 0) return "No letters found.";
  const cells = letters.map((letter) => [
    letter.serial,
    letter.username,
    letter.state,
    time(letter.printedAt),
    time(letter.expiresAt),
    letter.id,
  ]);
  const head = ["Serial number", "Username", "State", "Printed", "Use until", "Id"];
  const shown = table(head, cells, (text) => paint("bold", text));
  if (total === null) return shown;
  return `${shown}\n\n${letters.length} of ${total.exact ? "" : "at least "}${plural(total.count, "letter")}.`;
}

export function describeTemplates(templates: readonly LetterTemplate[], paint: Paint): string {
  const cells = templates.map(({ name, language, logo, updatedAt }, index) => [
    name,
    language,
    logo === null ? "no" : "yes",
    index === 0 ? "yes" : "no",
    updatedAt === 0 ? "" : time(updatedAt),
  ]);
  return table(["Name", "Language", "Logo", "Default", "Changed"], cells, (text) => paint("bold", text));
}
