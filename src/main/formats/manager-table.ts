import { text, type Text } from "#shared/texts/text.ts";
import { csvRecords } from "./csv-records.ts";
import type { Candidate } from "./format.ts";
import { type Login, readOtpField } from "./otp-field.ts";
import type { Source } from "./source.ts";

/** What a column has in one row; several names are those that it had in the program's versions. */
export type Cells = (...names: readonly string[]) => string;

/** The table that a password manager exports. Names are in lower case. */
export interface ManagerTable {
  readonly otp: readonly string[];
  readonly title: readonly string[];
  /** The first one that is filled is the account. */
  readonly account: readonly string[];
  /** Says yes for what was put away. */
  readonly archived: readonly string[];
  readonly groups: (cells: Cells) => readonly string[];
  /** Columns whose content the console has no place for. */
  readonly lost: readonly (readonly [names: readonly string[], said: Text])[];
  /** How the field of the one-time password is read, where it is not as everywhere. */
  readonly readOtp?: (written: string, login: Login) => Candidate;
}

const isSaid = (cell: string): boolean => !["", "false", "0"].includes(cell.toLowerCase());

function cellsOf(heads: readonly string[]): (row: readonly string[]) => Cells {
  const places = new Map(heads.map((head, at) => [head.trim().toLowerCase(), at]));
  return (row) =>
    (...names) =>
      names.map((name) => row[places.get(name) ?? -1]?.trim()).find(Boolean) ?? "";
}

/**
 * The rows with a one-time password; the others are no authenticators, and are passed over.
 *
 * @throws AppError FORMAT_UNREADABLE
 */
export async function* readManagerTable(source: Source, table: ManagerTable): AsyncGenerator<Candidate> {
  const { readOtp = readOtpField } = table;
  let within: ReturnType<typeof cellsOf> | null = null;
  for await (const { row, cells } of csvRecords(source)) {
    if (within === null) {
      within = cellsOf(cells);
      continue;
    }
    const of = within(cells);
    const written = of(...table.otp);
    if (written === "") continue;
    const groups = table.groups(of).filter((name) => name !== "");
    yield readOtp(written, {
      at: row,
      issuer: of(...table.title),
      account: of(...table.account),
      disabled: isSaid(of(...table.archived)),
      notKept: [
        ...groups.map((name) => text("formats.group", { name })),
        ...table.lost.filter(([names]) => isSaid(of(...names))).map(([, said]) => said),
      ],
    });
  }
}
