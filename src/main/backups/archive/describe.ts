import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { placeInWords } from "#shared/model/destinations.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { type Context, opened } from "../../call/context.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { checkTarget } from "../../files/durable.ts";
import { requireGranted } from "../../files/grants.ts";
import { toRead } from "../../base/read-whole.ts";
import type { Describers } from "../../call/handlers.ts";
import { readPolicy } from "../../policy/policy.ts";
import { listRecipients } from "../../store/backups/backup-recipients.ts";
import { readDestination } from "../../store/backups/destinations.ts";
import { adminOverviews } from "../../store/console/admins.ts";

/** Bytes that are read at the start and at the end of a backup. */
const sampled = 64 * 1024;

async function readAt(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sampled), 0, sampled, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Identifies a backup: by its size, its time and the SHA-256 of its two ends. Age authenticates what is between them
 * under the key in its header, so that a file with a part replaced in the middle does not restore.
 */
async function fingerprint(path: string): Promise<{ size: number; changedAt: string; ends: string }> {
  try {
    await using file = await open(path, toRead);
    const { size, mtime } = await file.stat();
    const ends = createHash("sha256");
    ends.update(await readAt(file, 0));
    ends.update(await readAt(file, Math.max(0, size - sampled)));
    return { size, changedAt: mtime.toISOString(), ends: ends.digest("hex") };
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

type Given = Pick<ParsedInputOf<"archive.restore">, "file" | "stored" | "declineCarryOver">;

/**
 * Which backup it is, so that another backup needs another approval. Nothing at a location is ever replaced under its
 * name.
 */
async function whichBackup(context: Context, { file, stored }: Pick<Given, "file" | "stored">): Promise<Text[]> {
  if (file !== undefined) {
    requireGranted(context, file);
    const { size, changedAt, ends } = await fingerprint(file);
    return [
      text("approvals.backupFile", { name: basename(file), size, changedAt }),
      text("approvals.checksum", { checksum: ends }),
    ];
  }
  if (!stored) throw new AppError("INVALID_INPUT");
  if ("settings" in stored) {
    return [text("approvals.backupAt", { name: stored.name, place: placeInWords(stored.settings) })];
  }
  const place = await readDestination(opened(context).store.db, stored.destination);
  return [text("approvals.backupAt", { name: stored.name, place: place?.name ?? text("approvals.goneLocation") })];
}

/** @throws AppError FILE_NOT_GRANTED, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR */
async function restore(context: Context, input: Given): Promise<ActDescription> {
  const { length: admins } = await adminOverviews(opened(context).store.db, context.now);
  return {
    title: text("approvals.restore"),
    facts: [
      ...(await whichBackup(context, input)),
      // Not the number of people: enrolling one meanwhile does not change the approval.
      text("approvals.keptAside", { count: admins }),
      input.declineCarryOver === undefined
        ? text("approvals.carriedOver")
        : text("approvals.notCarriedOver", { reason: input.declineCarryOver.reason }),
      text("approvals.everybodyOut"),
    ],
  };
}

/** @throws AppError as `restore` */
async function restoreUsers(context: Context, input: ParsedInputOf<"archive.restoreUsers">): Promise<ActDescription> {
  const { usernames } = input;
  const names = usernames.slice(0, 20);
  return {
    title: text("approvals.restoreUsers", { count: usernames.length }),
    facts: [
      ...(await whichBackup(context, input)),
      usernames.length > 20
        ? text("approvals.namedAndMore", { names, more: usernames.length - 20 })
        : text("approvals.named", { names }),
      text("approvals.workAgain"),
    ],
  };
}

/** @throws AppError FILE_NOT_GRANTED, FILE_EXISTS and as the call itself: what cannot be done is not approved */
async function create(
  context: Context,
  { file, passphrase, overwrite = false }: ParsedInputOf<"archive.create">,
): Promise<ActDescription | null> {
  const { db } = opened(context).store;
  const { backupApproval } = await readPolicy(db);
  const own = passphrase !== undefined;
  if (backupApproval === "none" || (backupApproval === "own passphrase" && !own)) return null;
  requireGranted(context, file);
  await checkTarget(resolve(file), overwrite);
  const names = (await listRecipients(db)).map(({ name }) => name);
  return {
    title: text(own ? "approvals.exportBackup" : "approvals.makeBackup"),
    facts: [
      text("approvals.savedAs", { name: basename(file) }),
      own ? text("approvals.ownPassphrase") : text("approvals.opensWithKeys", { names }),
    ],
  };
}

export const archiveDescribers: Pick<Describers, "archive.create" | "archive.restore" | "archive.restoreUsers"> = {
  "archive.create": create,
  "archive.restore": restore,
  "archive.restoreUsers": restoreUsers,
};
