import type { ImportDecision } from "#shared/contract/exchange.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { isDn } from "../formats/csv/columns/dn.ts";
import type { Plan } from "../formats/csv/columns/plan.ts";
import { readStatus, type StatusDecisions, strictest } from "../formats/csv/columns/status-cell.ts";
import { saysBlocked } from "../formats/csv/columns/status-words.ts";

/** A decision that a row needs before it can be accepted. */
export interface Open {
  decision: ImportDecision;
  /** Of `statusColumn` and `nameColumn`. */
  column: number | null;
  /** Of `statusWord`: the word; of `sameGroup`: the group. */
  value: string;
  message: Text;
}

export interface RowStatus {
  /** Omitted if the row says nothing. */
  status?: UserStatus;
  /** Whether a column that marks who is enabled has no mark here: that makes nobody active. */
  blank: boolean;
  open: Open[];
}

export interface StatusChecks {
  plan: Pick<Plan, "status" | "others">;
  decided: StatusDecisions;
  /** UTC milliseconds: last days are compared with it. */
  now: number;
  nameOf: (column: number) => ColumnName;
}

/** A column as sentences say it. */
export interface ColumnName {
  inside: Text;
  first: Text;
}

const shorten = (cell: string): string => cell.trim().slice(0, 40);

/** The longest word that is decided on. */
const longestWord = 200;

const unknownWord = (cell: string, column: ColumnName): Open => ({
  decision: "statusWord",
  column: null,
  value: cell.trim().slice(0, longestWord),
  message: text("imports.unknownStatus", { cell: shorten(cell), column: column.inside }),
});

const unused = (index: number, name: ColumnName, value: string): Open => ({
  decision: "statusColumn",
  column: index,
  value: "",
  message: text("imports.saysButUnused", { column: name.first, value }),
});

const mayTell = (index: number, name: ColumnName): Open => ({
  decision: "statusColumn",
  column: index,
  value: "",
  message: text("imports.mayTell", { column: name.first }),
});

/** So many cells are remembered: most columns have few different ones. */
const mostRemembered = 5000;

/** Reads what the columns of a row say about its person's status; of several the strictest counts. */
export class StatusReader {
  readonly #checks: StatusChecks;
  readonly #remembered = new Map<string, boolean>();

  constructor(checks: StatusChecks) {
    this.#checks = checks;
  }

  read(row: readonly string[]): RowStatus {
    const { plan, decided, now, nameOf } = this.#checks;
    const found: RowStatus = { blank: false, open: [] };
    for (const { index, sense } of plan.status) {
      const cell = row[index];
      if (cell === undefined) continue;
      const reading = readStatus(cell, sense, decided, now);
      if (reading === "unclear") found.open.push(unknownWord(cell, nameOf(index)));
      else if (reading !== "nothing") found.status = strictest(found.status, reading);
      else if (cell.trim() === "" && (sense === "enabled" || sense === "asked")) found.blank = true;
    }
    if (found.status === undefined || found.status === "active") this.#lookAtOthers(row, found);
    return found;
  }

  #lookAtOthers(row: readonly string[], { open }: RowStatus): void {
    const { plan, decided, now, nameOf } = this.#checks;
    for (const { index, sense, ofGroups, asked } of plan.others) {
      const cell = row[index];
      if (asked) open.push(mayTell(index, nameOf(index)));
      if (asked || cell === undefined || cell === "") continue;
      const reading = sense === null ? "nothing" : readStatus(cell, sense, decided, now);
      // A group may be in such a folder; that says nothing about its members.
      const speaks =
        sense === null
          ? !(ofGroups && isDn(cell)) && this.#saysBlocked(cell)
          : reading !== "nothing" && reading !== "active";
      if (speaks) open.push(unused(index, nameOf(index), shorten(cell)));
    }
  }

  #saysBlocked(cell: string): boolean {
    if (cell.length > 40) return saysBlocked(cell);
    let answer = this.#remembered.get(cell);
    if (answer === undefined) {
      answer = saysBlocked(cell);
      if (this.#remembered.size < mostRemembered) this.#remembered.set(cell, answer);
    }
    return answer;
  }
}
