// What a backup contains is always one file of SQLite, whatever engine the current store has.
export type { Reseal } from "./sqlite/since/ended.ts";
export type { Watch } from "./sqlite/since/since.ts";
export { openStaged, openStagedBeside, type StagedBeside } from "./sqlite/since/staged.ts";
