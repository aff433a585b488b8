import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** The file is not a readable table. @param why and what to do */
export const unreadable = (why: Text, cause?: unknown): AppError =>
  new AppError("TABLE_UNREADABLE", { text: why, ...(cause === undefined ? {} : { cause }) });

export const binary = (): AppError => unreadable(text("tables.notText"));
