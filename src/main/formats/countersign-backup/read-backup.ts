import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type ErrorCode } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Opening as BackupOpening } from "../../backups/archive/age.ts";
import { asBuffer } from "../../backups/archive/bytes.ts";
import { databaseName } from "../../backups/archive/format.ts";
import { stageBackup } from "../../backups/archive/stage-backup.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { Keys } from "../../keys/keys.ts";
import { addressOf, viewAt } from "../../store/open.ts";
import { damaged, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Opening } from "../format.ts";
import { entriesOf } from "./entries.ts";

/** A passphrase, or a backup key: a line, or the text of its file. */
const openingOf = (given: string): BackupOpening =>
  /AGE-SECRET-KEY-/iu.test(given) ? { identity: given } : { passphrase: given.normalize("NFKC") };

const whyUnreadable = new Map<ErrorCode, "formats.noBackup" | "formats.backupNewer" | "formats.backupDamaged">([
  ["BACKUP_UNREADABLE", "formats.noBackup"],
  ["BACKUP_NEWER", "formats.backupNewer"],
  ["BACKUP_DAMAGED", "formats.backupDamaged"],
]);

/** The file has been opened, or not, and what is in it is not what it says. */
function asFormatError(thrown: unknown): AppError {
  const error = toAppError(thrown);
  const { code, details } = error;
  const check = code === "BACKUP_UNREADABLE" ? details?.["check"] : null;
  if (code === "BACKUP_PASSPHRASE_WRONG") return passphraseWrongOrDamaged(text("formats.whoseBackup"));
  // Or a key for a file that has a passphrase, or the reverse.
  if (code === "BACKUP_IDENTITY_WRONG" || check === "passphrase" || check === "recipient") {
    return new AppError("FORMAT_PASSPHRASE_WRONG", { text: error.text, cause: error });
  }
  const why = whyUnreadable.get(code);
  return why === undefined ? error : damaged(text(why), error);
}

/**
 * The authenticators in a backup. It is tested as for a restore before anything of it is believed: its copy, without the
 * key, is in a private folder meanwhile, and the key in memory.
 *
 * @throws AppError FORMAT_UNREADABLE, FORMAT_PASSPHRASE_WRONG, OUT_OF_MEMORY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function* readBackup(
  file: string,
  given: string,
  { workspace, signal, onProgress = () => undefined }: Opening,
): AsyncGenerator<Candidate> {
  const folder = await mkdtemp(join(workspace, "backup-"));
  try {
    const opening = openingOf(given);
    const staged = await stageBackup({ file, opening, folder }, { signal, onProgress }).catch((thrown: unknown) => {
      throw asFormatError(thrown);
    });
    const keys = new Keys(asBuffer(staged.dataKey));
    staged.dataKey.fill(0);
    const view = await viewAt(addressOf(join(folder, databaseName)));
    try {
      yield* entriesOf(view.db, keys, signal);
    } finally {
      keys.wipe();
      await view.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
