import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";

export interface CallChoices {
  /** Runs to its end although the person has pressed Ctrl+C: clearing up. */
  evenIfCancelled?: boolean;
}

export type Call = <Name extends ProcedureName>(
  procedure: Name,
  input: InputOf<Name>,
  choices?: CallChoices,
) => Promise<OutputOf<Name>>;
