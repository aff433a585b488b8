import type { CsvFacts, Mapping } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { carryOver } from "./mapping.ts";

type DryRunInput = InputOf<"imports.dryRun">;

/** How an import treats what it finds. */
export type Choices = {
  [Key in "matchBy" | "update" | "createGroups" | "rows"]-?: NonNullable<DryRunInput[Key]>;
};

/** How a table is read; what is left out is found out from it. */
export type Reading = Pick<DryRunInput, "encoding" | "delimiter" | "header">;

/** What a table leaves open and was decided. */
export type Decisions = { [Key in "ignore" | "statusWords" | "accept"]-?: NonNullable<DryRunInput[Key]> };

const nothingDecided: Decisions = { ignore: [], statusWords: {}, accept: [] };

/** An import that is being prepared. */
export interface Draft {
  file: string;
  facts: CsvFacts;
  mapping: Mapping;
  /** Whether the mapping is the person's own; a proposal is replaced by the next one. */
  edited: boolean;
  choices: Choices;
  decisions: Decisions;
}

const firstChoices: Choices = { matchBy: "username", update: true, createGroups: true, rows: "all" };

/** What was prepared, after the same or another table was looked at. */
export function withFacts(before: Draft | null, file: string, facts: CsvFacts): Draft {
  const choices = before?.choices ?? firstChoices;
  const carried = before?.edited ? carryOver(before.facts, before.mapping, facts) : {};
  const edited = Object.keys(carried).length > 0;
  // Columns may be others now: what was decided of them is asked again.
  return { file, facts, mapping: edited ? carried : facts.mapping, edited, choices, decisions: nothingDecided };
}

export const readingOf = ({ encoding, delimiter, header }: CsvFacts): Required<Reading> => ({
  encoding,
  delimiter,
  header,
});

export const inputOf = ({ file, facts, mapping, choices, decisions }: Draft): DryRunInput => ({
  file,
  ...readingOf(facts),
  mapping,
  ...choices,
  ...(decisions.ignore.length > 0 ? { ignore: decisions.ignore } : {}),
  ...(Object.keys(decisions.statusWords).length > 0 ? { statusWords: decisions.statusWords } : {}),
  ...(decisions.accept.length > 0 ? { accept: decisions.accept } : {}),
});
