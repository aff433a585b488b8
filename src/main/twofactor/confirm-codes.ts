import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { markHandedOver } from "../store/factors/backup-codes.ts";
import type { Tx } from "../store/store.ts";
import type { BackupCodeSetRow } from "../store/migrations/codes-schema.ts";

/** @returns whether it was new that the holder has the codes. @throws AppError TOKEN_STATE for codes that are void */
export function confirmWithin(tx: Tx, set: BackupCodeSetRow, at: number): Promise<boolean> {
  if (set.voided_at !== null) {
    throw new AppError("TOKEN_STATE", { text: text("authenticators.codesVoid") });
  }
  return markHandedOver(tx, set.id, at);
}
