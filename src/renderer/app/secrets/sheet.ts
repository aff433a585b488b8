import type { InputOf } from "#shared/contract/index.ts";

/** One printable page: a secret to keep on paper, and what it is for. */
export type Sheet = InputOf<"files.saveSheet">["sheet"];

/** What can be printed; a one-time code expires in minutes, so it is not saved as a file. */
export type PrintedSheet = Omit<Sheet, "kind"> & { kind: Sheet["kind"] | "one-time-code" };
