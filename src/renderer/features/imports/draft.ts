import type { CsvFacts, Mapping } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { carryOver } from "./mapping.ts";

type DryRunInput = InputOf<"imports.dryRun">;

/** How an import treats what it finds. */
export type Choices = {
  [Key in "matchBy" | "update" | "createGroups" | "rows"]-?: NonNullable<DryRunInput[Key]>;
};

/** How a table is read; what is omitted is detected from it. */
export type Reading = Pick<DryRunInput, "encoding" | "delimiter" | "header" | "headerRow">;

/** How its cells are read; what is omitted is detected from them. */
export type CellReading = Pick<DryRunInput, "names" | "groupsBy">;

/** Decisions on what a table leaves open. */
export type Decisions = { [Key in "ignore" | "statusWords" | "accept"]-?: NonNullable<DryRunInput[Key]> };

const nothingDecided: Decisions = { ignore: [], statusWords: {}, accept: [] };

/** An import that is being prepared. */
export interface Draft {
  file: string;
  facts: CsvFacts;
  /** What somebody has chosen about the reading. */
  said: Reading & CellReading;
  mapping: Mapping;
  /** Whether somebody has edited the mapping; an unedited proposal is replaced by the next one. */
  edited: boolean;
  choices: Choices;
  decisions: Decisions;
}

const firstChoices: Choices = { matchBy: "username", update: true, createGroups: true, rows: "all" };

/** The draft after the same or another table was read. */
export function withFacts(before: Draft | null, file: string, facts: CsvFacts, said: Draft["said"]): Draft {
  const choices = before?.choices ?? firstChoices;
  const carried = before?.edited ? carryOver(before.facts, before.mapping, facts) : {};
  const edited = Object.keys(carried).length > 0;
  // The columns may have changed: decisions about them are asked for again.
  return { file, facts, said, mapping: edited ? carried : facts.mapping, edited, choices, decisions: nothingDecided };
}

const headerRowOf = (row: number | null | undefined): Reading => (typeof row === "number" ? { headerRow: row } : {});

/** What was detected, but only a chosen header row: another separator may move it. */
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
