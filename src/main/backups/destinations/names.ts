import { AppError } from "#shared/errors.ts";
import { backupFileName } from "#shared/model/destinations.ts";
import { text } from "#shared/texts/text.ts";

export const isBackupName = (name: string): boolean => backupFileName.test(name);

/** @throws AppError INVALID_INPUT if this is not the name of a backup: a location touches nothing else */
export function checkName(name: string): void {
  if (!isBackupName(name)) {
    throw new AppError("INVALID_INPUT", {
      text: text("backups.notAName"),
      fields: { name: text("backups.notAName") },
    });
  }
}

export const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
