import { z } from "zod";
import { users } from "#shared/contract/directory.ts";
import type { ImportField, Mapping } from "#shared/contract/exchange.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { requiredLine } from "#shared/model/text.ts";
import { rearm } from "./formula.ts";
import { splitGroups } from "./groups-cell.ts";
import { statusOf } from "./status-words.ts";

/** What a row says of its user. What it does not say is left out. */
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
  /** Why the row cannot be taken; null when it can. */
  fault: string | null;
}

type TextField = Exclude<ImportField, "firstName" | "lastName" | "groups" | "status">;

const { username, name, email, externalId, notes } = users.add.input.shape;
/** The same rules as for a user who is added by hand. */
const rules: Readonly<Record<TextField, z.ZodType<string | undefined>>> = { username, name, email, externalId, notes };

/** Texts of these forms are what the rules would give back unchanged: most cells are, and the rules take long. */
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

export interface RowChecks {
  mapping: Mapping;
  /** Cells that a row may have. */
  columns: number;
  matchBy: "username" | "externalId";
}

/** Where other programs put what they could not decode, and where the decoder puts it. */
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

  groups(cell: string): string[] {
    const names = splitGroups(cell).map((one) => {
      const parsed = groupRule.safeParse(one);
      if (!parsed.success) this.list.push(parsed.error.issues[0]?.message ?? "A group's name cannot be read.");
      return parsed.data ?? one;
    });
    if (names.length > mostGroups) this.list.push(`The row names more than ${mostGroups} groups.`);
    return names;
  }

  status(cell: string): UserStatus | undefined {
    if (cell.trim() === "") return undefined;
    const status = statusOf(cell);
    if (status === null) {
      const shown = cell.trim().slice(0, 40);
      this.list.push(`The status “${shown}” is not known. Write active, disabled or left.`);
    }
    return status ?? undefined;
  }
}

function nameOf(cells: (field: ImportField) => string | undefined): string | undefined {
  const whole = cells("name");
  if (whole !== undefined && whole.trim() !== "") return whole;
  const [first, last] = [cells("firstName"), cells("lastName")];
  if (first === undefined && last === undefined) return whole;
  return [first, last]
    .map((part) => part?.trim() ?? "")
    .join(" ")
    .trim();
}

/** Cells beyond the columns: a delimiter inside of a value has moved the rest of the row. */
const overflows = (row: readonly string[], columns: number): boolean =>
  row.length > columns && row.slice(columns).some((cell) => cell.trim() !== "");

/** Reads one row. The sum of what is wrong with it is one text for people. */
export function checkRow(row: readonly string[], { mapping, columns, matchBy }: RowChecks): CheckedRow {
  const cell = (field: ImportField): string | undefined => {
    const index = mapping[field];
    const text = index === undefined ? undefined : row[index];
    return text === undefined ? undefined : rearm(text);
  };
  const problems = new Problems();
  const facts: RowFacts = {};
  const garbled = Object.values(mapping).some((index) => row[index]?.includes(undecodable));
  if (garbled)
    problems.list.push("The row holds characters that cannot be decoded. Correct them, or choose another encoding.");
  if (overflows(row, columns)) {
    problems.list.push(
      `The row has ${row.length} cells, but there are ${columns} columns: a delimiter inside of a value must stand in quotation marks.`,
    );
  }
  for (const field of textFields) {
    const text = field === "name" ? nameOf(cell) : cell(field);
    if (text !== undefined) facts[columnOf[field]] = problems.text(field, text);
  }
  if (facts.username === undefined && mapping.username !== undefined) problems.list.push("The username is missing.");
  if (matchBy === "externalId" && (facts.external_id ?? "") === "") problems.list.push("The external id is missing.");
  const [groups, status] = [cell("groups"), cell("status")];
  if (groups !== undefined) facts.groups = problems.groups(groups);
  const known = status === undefined ? undefined : problems.status(status);
  if (known !== undefined) facts.status = known;
  return { facts, fault: problems.list.length === 0 ? null : [...new Set(problems.list)].join(" ") };
}
