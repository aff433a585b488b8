import type { Count, Sums } from "#shared/contract/directory.ts";
import type { Letter, LetterReport, LetterTemplate, LetterVerdict } from "#shared/contract/letters.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { plural, printable, time } from "./text.ts";

/** More rows than these do not help on a terminal: `--json` has all. */
const rowsShown = 50;

const counts = ({ total, done, unchanged, refused }: Sums): string =>
  `${plural(total, "person", "people")}: ${plural(done, "letter")}, ${unchanged} unchanged, ${refused} refused.`;

/** Those that got no letter, and why. */
function describeOthers(rows: readonly LetterVerdict[], { unchanged, refused }: Sums, paint: Paint): string[] {
  const others = rows.filter(({ verdict }) => verdict !== "done").slice(0, rowsShown);
  if (others.length === 0) return [];
  const cells = others.map(({ userId, username, verdict, message }) => [username || userId, verdict, message]);
  const more = unchanged + refused - others.length;
  return [
    "",
    table(["Username", "Verdict", "Why"], cells, (text) => paint("bold", text)),
    ...(more > 0 ? [`And ${plural(more, "more person", "more people")}: --json has them.`] : []),
  ];
}

export function describeLetterReport({ sums, rows, path, pages }: LetterReport, paint: Paint): string {
  const where = path === null ? "No letter was made." : `${plural(pages, "letter")} written to ${printable(path)}`;
  return [where, counts(sums), ...describeOthers(rows, sums, paint)].join("\n");
}

export function describeLetterPlan({ sums, rows }: { sums: Sums; rows: LetterVerdict[] }, paint: Paint): string {
  return ["Nothing was changed. This would be done:", counts(sums), ...describeOthers(rows, sums, paint)].join("\n");
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
  const head = ["Serial", "Username", "State", "Printed", "Use until", "Letter"];
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
  return table(["Name", "Language", "Logo", "Used where none is named", "Changed"], cells, (text) =>
    paint("bold", text),
  );
}
