import type { CsvFacts, Mapping } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { carryOver } from "./mapping.ts";

type DryRunInput = InputOf<"imports.dryRun">;

/** How an import treats what it finds. */
export type Choices = {
  [Key in "matchBy" | "update" | "createGroups" | "rows"]-?: NonNullable<DryRunInput[Key]>;
};

/** How a table is read; what is left out is found out from it. */
export type Reading = Pick<DryRunInput, "encoding" | "delimiter" | "header" | "headerRow">;

/** How its cells are read; what is left out is found out from them. */
export type CellReading = Pick<DryRunInput, "names" | "groupsBy">;

/** What a table leaves open and was decided. */
export type Decisions = { [Key in "ignore" | "statusWords" | "accept"]-?: NonNullable<DryRunInput[Key]> };

const nothingDecided: Decisions = { ignore: [], statusWords: {}, accept: [] };

/** An import that is being prepared. */
export interface Draft {
  file: string;
  facts: CsvFacts;
  /** What of the reading somebody has said. */
  said: Reading & CellReading;
  mapping: Mapping;
  /** Whether the mapping is the person's own; a proposal is replaced by the next one. */
  edited: boolean;
  choices: Choices;
  decisions: Decisions;
}

const firstChoices: Choices = { matchBy: "username", update: true, createGroups: true, rows: "all" };

/** What was prepared, after the same or another table was looked at. */
export function withFacts(before: Draft | null, file: string, facts: CsvFacts, said: Draft["said"]): Draft {
  const choices = before?.choices ?? firstChoices;
  const carried = before?.edited ? carryOver(before.facts, before.mapping, facts) : {};
  const edited = Object.keys(carried).length > 0;
  // Columns may be others now: what was decided of them is asked again.
  return { file, facts, said, mapping: edited ? carried : facts.mapping, edited, choices, decisions: nothingDecided };
}

const headerRowOf = (row: number | null | undefined): Reading => (typeof row === "number" ? { headerRow: row } : {});

/** What was found out, and of the header row what was said: another separator may move it. */
export const readingOf = ({ facts, said }: Pick<Draft, "facts" | "said">): Reading => {
  const { encoding, delimiter, header } = facts;
  return { encoding, delimiter, header, ...headerRowOf(said.headerRow) };
};

const cellsOf = ({ names, groupsBy }: CellReading): CellReading => ({
  ...(names === undefined ? {} : { names }),
  ...(groupsBy === undefined ? {} : { groupsBy }),
});

export const inputOf = ({ file, facts, said, mapping, choices, decisions }: Draft): DryRunInput => ({
  file,
  ...readingOf({ facts, said }),
  ...headerRowOf(facts.headerRow),
  ...cellsOf(said),
  mapping,
  ...choices,
  ...(decisions.ignore.length > 0 ? { ignore: decisions.ignore } : {}),
  ...(Object.keys(decisions.statusWords).length > 0 ? { statusWords: decisions.statusWords } : {}),
  ...(decisions.accept.length > 0 ? { accept: decisions.accept } : {}),
});
