import type { OutputOf } from "#shared/contract/index.ts";
import type { Count, Sums } from "#shared/contract/directory.ts";
import type { Letter, LetterReport, LetterTemplate, LetterVerdict } from "#shared/contract/letters.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { time } from "./text.ts";
import { linesOf, sayLine, type Words, yesNo } from "./words.ts";

/** More rows do not help on a terminal: `--json` has all of them. */
const rowsShown = 50;

const counts = ({ total: people, done: letters, unchanged, refused }: Sums): Text =>
  text("cliLetters.counts", { people, letters, unchanged, refused });

/** Letters that can no longer be used; empty if there are none. */
const voided = (count: number, would: boolean): Text[] =>
  count === 0 ? [] : [text(would ? "cliLetters.wouldBecomeVoid" : "cliLetters.becameVoid", { count })];

/** People who got no letter, and why; and people whose older letter is void. */
function describeOthers(rows: readonly LetterVerdict[], { unchanged, refused }: Sums, paint: Paint): Words[] {
  const others = rows.filter(({ verdict, message }) => verdict !== "done" || message !== null).slice(0, rowsShown);
  if (others.length === 0) return [];
  const cells = others.map(({ userId, username, verdict, message }) => [
    username || userId,
    text(`values.${verdict}`),
    message ?? "",
  ]);
  const told = others.filter(({ verdict }) => verdict !== "done").length;
  const more = unchanged + refused - told;
  return [
    "",
    table(["username", "result", "why"], cells, (words) => paint("bold", words)),
    ...(more > 0 ? [text("cliLetters.more", { count: more })] : []),
  ];
}

export function describeLetterReport({ sums, voidedLetters, rows, path, pages }: LetterReport, paint: Paint): string {
  const where = path === null ? text("cliLetters.noneMade") : text("cliLetters.written", { count: pages, path });
  return linesOf([where, counts(sums), ...voided(voidedLetters, false), ...describeOthers(rows, sums, paint)]);
}

export function describeLetterPlan(plan: OutputOf<"letters.preview">, paint: Paint): string {
  const { sums, voidedLetters, rows } = plan;
  const done = [text("cliLetters.plan"), counts(sums), ...voided(voidedLetters, true)];
  return linesOf([...done, ...describeOthers(rows, sums, paint)]);
}

export function describeLetters(letters: readonly Letter[], total: Count | null, paint: Paint): string {
  if (letters.length === 0) return sayLine(text("cliLetters.none"));
  const cells = letters.map((letter) => [
    letter.serial,
    letter.username,
    letter.state,
    time(letter.printedAt),
    time(letter.expiresAt),
    letter.id,
  ]);
  const head = ["serialNumber", "username", "state", "printed", "useUntil", "id"] as const;
  const shown = table(head, cells, (words) => paint("bold", words));
  if (total === null) return shown;
  const key = total.exact ? "cliLetters.shown" : "cliLetters.shownOfMore";
  return linesOf([shown, "", text(key, { shown: letters.length, total: total.count })]);
}

export function describeTemplates(templates: readonly LetterTemplate[], paint: Paint): string {
  const cells = templates.map(({ name, language, logo, updatedAt }, index) => [
    name,
    language,
    yesNo(logo !== null),
    yesNo(index === 0),
    updatedAt === 0 ? "" : time(updatedAt),
  ]);
  return table(["name", "language", "logo", "default", "changed"], cells, (words) => paint("bold", words));
}
