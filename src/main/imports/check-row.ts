import { z } from "zod";
import { users } from "#shared/contract/directory.ts";
import { type ImportField, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { requiredLine } from "#shared/model/text.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import { toStored } from "#shared/texts/stored.ts";
import { text, type Text } from "#shared/texts/text.ts";
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
  /** Why the row cannot be accepted, whatever is decided; empty if it can. */
  faults: Text[];
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

const groupRule = requiredLine("groupName", 100);
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

function firstIssue({ issues: [issue] }: z.ZodError): Text | undefined {
  return issue && textOfIssue(issue);
}

class Problems {
  readonly list: Text[] = [];

  read(field: TextField, cell: string): string {
    const plain = plainForms[field].test(cell) && (field !== "email" || cell.length <= longestEmail);
    if (plain) return cell;
    const parsed = rules[field].safeParse(cell);
    if (parsed.success) return parsed.data ?? "";
    this.list.push(firstIssue(parsed.error) ?? text("imports.rowUnreadable"));
    return cell;
  }

  groups(cells: readonly string[], plan: Plan, folders: GroupFolders): string[] {
    const all = cells.flatMap((cell) => splitGroups(cell, plan.groups, (entries) => folders.note(entries)));
    const names = all.map((one) => {
      const parsed = groupRule.safeParse(one);
      if (!parsed.success) this.list.push(firstIssue(parsed.error) ?? text("imports.groupUnreadable"));
      return parsed.data ?? one;
    });
    if (names.length > mostGroups) this.list.push(text("imports.tooManyGroups", { most: mostGroups }));
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

const eachOnce = (texts: readonly Text[]): Text[] =>
  texts.length < 2 ? [...texts] : [...new Map(texts.map((one) => [toStored(one), one])).values()];

/** Reads rows one by one. Everything that is wrong with a row becomes a text for people. */
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
  #damage(row: readonly string[]): Text[] {
    const { columns } = this.#checks;
    const list: Text[] = [];
    const used = this.#used.flatMap(([field, indexes]) => indexes.map((index) => [field, row[index] ?? ""] as const));
    if (used.some(([, cell]) => cell.includes(undecodable))) {
      list.push(text("imports.undecodable"));
    }
    if (overflows(row, columns)) {
      list.push(text("imports.tooManyCells", { cells: row.length, columns }));
    }
    return [...list, ...used.flatMap(([field, cell]) => spoiled(cell, field) ?? [])];
  }

  /** Values that may be another part of the name. */
  #namesakes(row: readonly string[]): Open[] {
    return this.#checks.plan.namesakes.flatMap(({ index, of }): Open[] => {
      const value = row[index]?.trim() ?? "";
      if (value === "" || value === row[of]?.trim()) return [];
      const message = text("imports.namesake", { number: index + 1, value: value.slice(0, 40), of: of + 1 });
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
      let typed = field === "name" ? nameOf(cells, plan) : cells(field)?.[0];
      if (typed === undefined) continue;
      if (field === "email") {
        international = internationalAddress(typed.trim());
        typed = international?.ascii ?? typed;
      }
      facts[columnOf[field]] = problems.read(field, typed);
    }
    if (facts.username === undefined && mapping.username !== undefined)
      problems.list.push(text("imports.usernameMissing"));
    if (matchBy === "externalId" && (facts.external_id ?? "") === "")
      problems.list.push(text("imports.externalIdMissing"));
    const groups = cells("groups");
    if (groups !== undefined) facts.groups = problems.groups(groups, plan, this.folders);
    const { status, blank, open } = this.#statuses.read(row);
    open.push(...this.#namesakes(row));
    if (status !== undefined) facts.status = status;
    return { facts, faults: eachOnce(problems.list), open, blankStatus: blank && status === undefined, international };
  }
}
