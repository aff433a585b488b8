import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";

export interface CallChoices {
  /** Runs to completion even after Ctrl+C: for clearing up. */
  evenIfCancelled?: boolean;
}

export type Call = <Name extends ProcedureName>(
  procedure: Name,
  input: InputOf<Name>,
  choices?: CallChoices,
) => Promise<OutputOf<Name>>;
