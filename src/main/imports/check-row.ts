import { z } from "zod";
import { users } from "#shared/contract/directory.ts";
import { type ImportField, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { requiredLine } from "#shared/model/text.ts";
import { type InternationalAddress, internationalAddress, meantBy, spoiled } from "../formats/csv/columns/cell.ts";
import { joinParts, lastFirstTurned } from "../formats/csv/columns/names.ts";
import type { Plan } from "../formats/csv/columns/plan.ts";
import { GroupFolders } from "./group-folders.ts";
import { splitGroups } from "../formats/csv/groups-cell.ts";
import { type Open, type StatusChecks, StatusReader } from "./row-status.ts";

/** What a row says about its person. What it does not mention is left out. */
export interface RowFacts {
  username?: string;
  name?: string;
  email?: string;
  external_id?: string;
  notes?: string;
  status?: UserStatus;
  groups?: string[];
}

export interface CheckedRow {
  facts: RowFacts;
  /** Why the row cannot be accepted, whatever is decided; null if it can. */
  fault: string | null;
  /** What has to be decided first, whatever the store contains. */
  open: Open[];
  /** Whether a new person cannot become active by this row alone. */
  blankStatus: boolean;
  /** The address, if it stands for one with letters beyond ASCII. */
  international: InternationalAddress | null;
}

type TextField = Exclude<ImportField, "firstName" | "lastName" | "groups" | "status">;

const { username, name, email, externalId, notes } = users.add.input.shape;
/** The same rules as for a person who is added by hand. */
const rules: Readonly<Record<TextField, z.ZodType<string | undefined>>> = { username, name, email, externalId, notes };

/** Texts of these forms would pass the rules unchanged: most cells are like that, and the rules are slow. */
const plainForms: Readonly<Record<TextField, RegExp>> = {
  username: /^[!-9;-~]{1,128}$/u,
  name: /^(?:[!-~](?:[ -~]{0,198}[!-~])?)?$/u,
  email: z.regexes.email,
  externalId: /^(?:[!-~](?:[ -~]{0,126}[!-~])?)?$/u,
  notes: /^(?:[!-~](?:[ -~]{0,1998}[!-~])?)?$/u,
};
const longestEmail = 254;

const groupRule = requiredLine("The group's name", 100);
/** As `users.add` allows. */
const mostGroups = 100;

const columnOf = {
  username: "username",
  name: "name",
  email: "email",
  externalId: "external_id",
  notes: "notes",
} as const;

const textFields = Object.keys(columnOf) as TextField[];

export interface RowChecks extends Omit<StatusChecks, "plan"> {
  mapping: Mapping;
  /** Cells that a row may have. */
  columns: number;
  matchBy: "username" | "externalId";
  plan: Plan;
}

/** What other programs write for what they could not decode, and what the decoder writes. */
const undecodable = "\uFFFD";

class Problems {
  readonly list: string[] = [];

  text(field: TextField, cell: string): string {
    const plain = plainForms[field].test(cell) && (field !== "email" || cell.length <= longestEmail);
    if (plain) return cell;
    const parsed = rules[field].safeParse(cell);
    if (parsed.success) return parsed.data ?? "";
    this.list.push(parsed.error.issues[0]?.message ?? "This row cannot be read.");
    return cell;
  }

  groups(cells: readonly string[], plan: Plan, folders: GroupFolders): string[] {
    const all = cells.flatMap((cell) => splitGroups(cell, plan.groups, (entries) => folders.note(entries)));
    const names = all.map((one) => {
      const parsed = groupRule.safeParse(one);
      if (!parsed.success) this.list.push(parsed.error.issues[0]?.message ?? "A group's name cannot be read.");
      return parsed.data ?? one;
    });
    if (names.length > mostGroups) this.list.push(`The row names more than ${mostGroups} groups.`);
    return names;
  }
}

type Cells = (field: ImportField) => string[] | undefined;

/** The first of several columns with a value, or the only column's value. */
const firstFilled = (cells: readonly string[] | undefined): string | undefined =>
  cells?.find((cell) => cell.trim() !== "") ?? cells?.[0];

const together = (cells: readonly string[] | undefined): string | undefined =>
  cells
    ?.map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(" ");

function nameOf(cells: Cells, { turnNames, turnWords, familyFirst }: Plan): string | undefined {
  const whole = firstFilled(cells("name"));
  if (whole !== undefined && whole.trim() !== "") return turnNames ? lastFirstTurned(whole, turnWords) : whole;
  const [first, last] = [together(cells("firstName")), together(cells("lastName"))];
  if (first === undefined && last === undefined) return whole;
  return joinParts(first ?? "", last ?? "", familyFirst);
}

/** Cells beyond the columns: a separator inside a value has shifted the rest of the row. */
const overflows = (row: readonly string[], columns: number): boolean =>
  row.length > columns && row.slice(columns).some((cell) => cell.trim() !== "");

/** Reads rows one by one. Everything that is wrong with a row becomes one text for people. */
export class RowReader {
  readonly #checks: RowChecks;
  readonly #statuses: StatusReader;
  readonly folders = new GroupFolders();
  readonly #used: readonly (readonly [ImportField, readonly number[]])[];

  constructor(checks: RowChecks) {
    this.#checks = checks;
    this.#statuses = new StatusReader(checks);
    this.#used = (Object.keys(checks.mapping) as ImportField[]).map((field) => [
      field,
      mappedColumns(checks.mapping, field),
    ]);
  }

  #cellsOf(row: readonly string[]): Cells {
    const cells = new Map<ImportField, string[]>();
    for (const [field, indexes] of this.#used) {
      const there = indexes.flatMap((index) => row[index] ?? []);
      if (there.length > 0)
        cells.set(
          field,
          there.map((cell) => meantBy(cell, field)),
        );
    }
    return (field) => cells.get(field);
  }

  /** What is wrong with the cells before any rule is applied. */
  #damage(row: readonly string[]): string[] {
    const { columns } = this.#checks;
    const list: string[] = [];
    const used = this.#used.flatMap(([field, indexes]) => indexes.map((index) => [field, row[index] ?? ""] as const));
    if (used.some(([, cell]) => cell.includes(undecodable))) {
      list.push("The row contains characters that cannot be decoded. Correct them, or choose another encoding.");
    }
    if (overflows(row, columns)) {
      list.push(
        `The row has ${row.length} cells, but there are ${columns} columns: a value that contains the separator must be in quotation marks.`,
      );
    }
    return [...list, ...used.flatMap(([field, cell]) => spoiled(cell, field) ?? [])];
  }

  /** Values that may be another part of the name. */
  #namesakes(row: readonly string[]): Open[] {
    return this.#checks.plan.namesakes.flatMap(({ index, of }): Open[] => {
      const value = row[index]?.trim() ?? "";
      if (value === "" || value === row[of]?.trim()) return [];
      const message = `Column ${index + 1} says “${value.slice(0, 40)}” under the heading of column ${of + 1}, but is not used. Say which part of the name each is, or leave column ${index + 1} out.`;
      return [{ decision: "nameColumn", column: index, value: "", message }];
    });
  }

  read(row: readonly string[]): CheckedRow {
    const { mapping, matchBy, plan } = this.#checks;
    const cells = this.#cellsOf(row);
    const problems = new Problems();
    problems.list.push(...this.#damage(row));
    const facts: RowFacts = {};
    let international: InternationalAddress | null = null;
    for (const field of textFields) {
      let text = field === "name" ? nameOf(cells, plan) : cells(field)?.[0];
      if (text === undefined) continue;
      if (field === "email") {
        international = internationalAddress(text.trim());
        text = international?.ascii ?? text;
      }
      facts[columnOf[field]] = problems.text(field, text);
    }
    if (facts.username === undefined && mapping.username !== undefined) problems.list.push("The username is missing.");
    if (matchBy === "externalId" && (facts.external_id ?? "") === "") problems.list.push("The external id is missing.");
    const groups = cells("groups");
    if (groups !== undefined) facts.groups = problems.groups(groups, plan, this.folders);
    const { status, blank, open } = this.#statuses.read(row);
    open.push(...this.#namesakes(row));
    if (status !== undefined) facts.status = status;
    const fault = problems.list.length === 0 ? null : [...new Set(problems.list)].join(" ");
    return { facts, fault, open, blankStatus: blank && status === undefined, international };
  }
}
