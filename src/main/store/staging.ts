// Rows that are being imported lie in a scratch file of this computer, whatever engine the store has.
export {
  type Decision,
  type OpenRows,
  type PlacedRow,
  type StagedFacts,
  type StagedRow,
  Staging,
} from "./sqlite/import-staging.ts";
