import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../../call/context.ts";
import { requireGranted } from "../../files/grants.ts";
import { readWhole } from "../../base/read-whole.ts";
import type { Opening } from "./age.ts";
import { loadAge } from "./load-age.ts";

/** A file of identities has a few hundred bytes, and little more under a passphrase. */
const identityFileLimit = 64 * 1024;

/** What a person gives to open a backup. */
interface Given {
  passphrase?: string | undefined;
  identity?: string | undefined;
  /** Its passphrase is `passphrase`. */
  identityFile?: string | undefined;
}

/**
 * The identity that is given, or the one in the file that is given.
 *
 * @throws AppError BACKUP_PASSPHRASE_WRONG, BACKUP_UNREADABLE, FILE_NOT_GRANTED, FILE_NOT_FOUND, INVALID_INPUT
 */
export async function identityText(context: Context, given: Given): Promise<string> {
  if (given.identity !== undefined) return given.identity;
  if (given.identityFile === undefined || given.passphrase === undefined) throw new AppError("INVALID_INPUT");
  requireGranted(context, given.identityFile);
  const { openSealedIdentity } = await loadAge();
  return openSealedIdentity(
    await readWhole(given.identityFile, identityFileLimit, text("backups.theKeyFile")),
    given.passphrase,
  );
}

/** @throws AppError what `identityText` throws */
export async function openingOf(context: Context, given: Given): Promise<Opening> {
  if (given.identity === undefined && given.identityFile === undefined) {
    if (given.passphrase === undefined) throw new AppError("INVALID_INPUT");
    return { passphrase: given.passphrase };
  }
  return { identity: await identityText(context, given) };
}
