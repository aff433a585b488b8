import { AppError } from "#shared/errors.ts";

/** The file is not a readable table; the message says why and what to do. */
export const unreadable = (message: string, cause?: unknown): AppError =>
  new AppError("TABLE_UNREADABLE", { message, ...(cause === undefined ? {} : { cause }) });

export const binary = (): AppError =>
  unreadable("This file is not text. Save the table as CSV in the program that it comes from, and try again.");
