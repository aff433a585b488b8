import { AppError } from "#shared/errors.ts";
import type { Context } from "../call/context.ts";

/** @throws AppError FILE_NOT_GRANTED if the caller may not name this file */
export function requireGranted(context: Context, file: string): void {
  if (!context.caller.files.allows(file)) throw new AppError("FILE_NOT_GRANTED");
}
