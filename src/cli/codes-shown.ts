import type { OutputOf } from "#shared/contract/index.ts";
import type { Context } from "./context.ts";
import { describeBackupCodes } from "./render/enrolment.ts";
import type { Outcome } from "./run.ts";

type Confirmed = Pick<OutputOf<"tokens.confirm">, "backupCodes" | "codeSet">;

/** Backup codes that are shown once: they count as handed over when they are written. */
function shown(
  { call }: Context,
  confirm: "tokens.confirmBackupCodes" | "account.confirmBackupCodes",
  { backupCodes, codeSet }: Confirmed,
): Pick<Outcome, "words" | "written"> {
  const words = describeBackupCodes(backupCodes);
  if (codeSet === null) return { words };
  return {
    words,
    written: async () => {
      await call(confirm, { codeSet }, { evenIfCancelled: true });
    },
  };
}

/** @returns the codes of a person in words, for an outcome that can say more */
export const personCodes = (context: Context, codes: Confirmed) => shown(context, "tokens.confirmBackupCodes", codes);

/** As `personCodes`, those of the administrator who is signed in. */
export const ownCodes = (context: Context, codes: Confirmed) => shown(context, "account.confirmBackupCodes", codes);
