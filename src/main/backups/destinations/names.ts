import { AppError } from "#shared/errors.ts";
import { backupFileName } from "#shared/model/destinations.ts";

export const isBackupName = (name: string): boolean => backupFileName.test(name);

/** @throws AppError INVALID_INPUT if this is not the name of a backup: a location touches nothing else */
export function checkName(name: string): void {
  if (!isBackupName(name)) {
    throw new AppError("INVALID_INPUT", {
      message: "This is not the name of a backup.",
      fields: { name: "This is not the name of a backup." },
    });
  }
}

export const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
