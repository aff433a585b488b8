import type { Selection, UserFilter } from "#shared/contract/directory.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { LetterVerdict, PageMark } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { LetterId, LetterTemplateId } from "#shared/model/ids.ts";
import type { User } from "#shared/model/records.ts";
import { text as textOf } from "#shared/texts/text.ts";
import { epoch, hour } from "./records.ts";

type Letter = OutputOf<"letters.list">["rows"][number];
type Template = OutputOf<"letters.templates">["templates"][number];
type Report = OutputOf<"letters.issue">;

const uuid = (kind: number, n: number): string => `0192f0c4-00${kind}-7000-8000-${n.toString(16).padStart(12, "0")}`;
const serialOf = (n: number): string => `L-${String(4000 + n)}`;

/** A green dot, 1 by 1. */
export const picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==";
export const lettersFile = "/home/mara/Documents/letters-lindenhof-hospital-group-2026-11-24.pdf";
export const folder = "/home/mara/Documents/letters";

const states: Letter["state"][] = ["waiting", "used", "expired", "used", "void"];

const lettersOf = (people: readonly User[]): Letter[] =>
  people.slice(0, 60).map(({ id, username, name }, n) => ({
    id: LetterId.parse(uuid(71, n + 1)),
    serial: serialOf(n),
    userId: id,
    username,
    name,
    tokenId: null,
    state: states[n % states.length] ?? "waiting",
    printedAt: epoch - n * 5 * hour,
    expiresAt: epoch + (14 * 24 - n * 5) * hour,
    voidedAt: null,
    voidReason: null,
  }));

const template = (n: number, over: Partial<Template>): Template => ({
  id: LetterTemplateId.parse(uuid(72, n)),
  name: "Standard",
  language: "en",
  logo: null,
  title: "",
  introduction: "",
  closing: "",
  updatedAt: epoch,
  ...over,
});

const fits = (person: User, { status, enrolment, group }: UserFilter): boolean =>
  (status === undefined || person.status === status) &&
  (enrolment === undefined || person.enrolment === enrolment) &&
  (group === undefined || person.groups.some(({ id }) => id === group));

const selected = (people: readonly User[], selection: Selection): User[] =>
  people.filter((person) =>
    "ids" in selection ? selection.ids.includes(person.id) : "filter" in selection && fits(person, selection.filter),
  );

function verdictOf({ id, username, name, status, enrolment }: User, replace: boolean): LetterVerdict {
  const person = { userId: id, username, name, serial: null };
  if (status !== "active") return { ...person, verdict: "refused", message: textOf("letters.isDisabled") };
  return enrolment === "active" && !replace
    ? { ...person, verdict: "unchanged", message: textOf("letters.hasAuthenticator") }
    : { ...person, verdict: "done", message: null };
}

function reportOf(rows: readonly LetterVerdict[]): Pick<Report, "sums" | "voidedLetters" | "rows"> {
  const count = (verdict: LetterVerdict["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const order = ["refused", "unchanged", "done"];
  return {
    sums: { total: rows.length, done: count("done"), unchanged: count("unchanged"), refused: count("refused") },
    voidedLetters: 0,
    rows: rows.toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict)),
  };
}

const written = (rows: readonly LetterVerdict[], into: InputOf<"letters.issue">["into"]): Report => {
  const report = reportOf(rows);
  const path = into.kind === "file" ? into.file : into.folder;
  return { ...report, pages: report.sums.done, exposed: false, path: report.sums.done === 0 ? null : path };
};

/** One mark of each kind, with the words of the draft. */
function marksOf({ title, introduction, logo }: InputOf<"letters.previewTemplate">): PageMark[] {
  const text = { kind: "text", x: 57, colour: "#111111" } as const;
  return [
    ...(logo === null ? [] : [{ kind: "logo", x: 57, y: 40, width: 120, height: 40 } as const]),
    { ...text, y: 120, text: title || "Your second factor", size: 18, width: 210, face: "heading" },
    { ...text, y: 150, text: introduction.replace("{name}", "Robin Example"), size: 10, width: 240, face: "text" },
    { ...text, y: 300, text: "JBSW Y3DP EHPK 3PXP", size: 11, width: 140, face: "code" },
    { kind: "qr", x: 57, y: 320, size: 120, rows: ["101", "010", "111"] },
    { kind: "rect", x: 50, y: 310, width: 134, height: 134, colour: "#888888", filled: false },
    { kind: "rect", x: 50, y: 460, width: 495, height: 2, colour: "#2a568f", filled: true },
    { kind: "line", x: 0, y: 600, x2: 595, y2: 600, colour: "#888888", dashed: true },
  ];
}

/** Letters of the first people, in every state, and two templates. */
export function letterHandlers(everyone: () => readonly User[]) {
  let made: Letter[] | null = null;
  const letters = (): Letter[] => (made ??= lettersOf(everyone()));
  const templates = [template(1, {}), template(2, { name: "Krankenhaus", language: "de", logo: picture })];
  const find = (ids: readonly LetterId[]) => letters().filter(({ id }) => ids.includes(id));
  return {
    "letters.list": (input: InputOf<"letters.list">) => {
      const { state, userId, search = "", limit = 50, cursor } = input;
      const found = letters().filter(
        (letter) =>
          (state === undefined || letter.state === state) &&
          (userId === undefined || letter.userId === userId) &&
          [letter.serial, letter.username].some((text) => text.toLowerCase().startsWith(search.toLowerCase())),
      );
      const from = Number(cursor ?? 0);
      const next = from + limit;
      return {
        rows: found.slice(from, next),
        nextCursor: next < found.length ? String(next) : null,
        total: { count: found.length, exact: true },
      };
    },
    "letters.preview": ({ selection, replace = false }: InputOf<"letters.preview">) =>
      reportOf(selected(everyone(), selection as Selection).map((person) => verdictOf(person, replace))),
    "letters.issue": ({ selection, replace = false, into }: InputOf<"letters.issue">) =>
      written(
        selected(everyone(), selection as Selection).map((person) => verdictOf(person, replace)),
        into,
      ),
    "letters.reprint": (input: InputOf<"letters.reprint">) => {
      const rows = find(input.letters as LetterId[]).map((letter) => {
        letter.state = "void";
        const { userId, username, name } = letter;
        return { userId, username, name, verdict: "done", message: null, serial: `${letter.serial}-2` } as const;
      });
      return written(rows, input.into);
    },
    "letters.void": (input: InputOf<"letters.void">) => {
      const found = find(input.letters as LetterId[]);
      for (const letter of found) letter.state = "void";
      return { voided: found.length };
    },
    "letters.templates": () => ({ templates }),
    "letters.saveTemplate": ({ id, ...fields }: InputOf<"letters.saveTemplate">): Template => {
      const known = templates.find((one) => one.id === id);
      if (known) return Object.assign(known, fields);
      const added = template(templates.length + 1, fields);
      templates.push(added);
      return added;
    },
    "letters.deleteTemplate": ({ id }: InputOf<"letters.deleteTemplate">) => {
      const at = templates.findIndex((one) => one.id === id);
      if (at === -1) throw new AppError("NOT_FOUND");
      templates.splice(at, 1);
      return {};
    },
    "letters.previewTemplate": (draft: InputOf<"letters.previewTemplate">) => ({
      width: 595,
      height: 842,
      marks: marksOf(draft),
    }),
    "files.choosePicture": () => ({ picture }),
  };
}
