import { resolve } from "node:path";
import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { BackupRecipient } from "#shared/model/backups.ts";
import { RecipientId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { change } from "../../call/change.ts";
import { loadAge } from "../archive/load-age.ts";
import { checkTarget } from "../../files/durable.ts";
import { identityText } from "../archive/opening.ts";
import { type Context, opened } from "../../call/context.ts";
import { requireGranted } from "../../files/grants.ts";
import { writePrivateFile } from "../../files/write.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { newId } from "../../base/ids.ts";
import {
  deleteRecipient,
  insertRecipient,
  listRecipients,
  markRecipientProven,
} from "../../store/backups/backup-recipients.ts";
import type { BackupRecipientRow } from "../../store/migrations/backup-schema.ts";

const toRecipient = (row: BackupRecipientRow): BackupRecipient => ({
  id: row.id,
  name: row.name,
  recipient: row.recipient,
  createdAt: row.created_at,
  provenAt: row.proven_at,
});

const taken = (field: "name" | "recipient", why: Text): AppError =>
  new AppError("CONFLICT", { text: why, fields: { [field]: why } });

/** @throws AppError CONFLICT for a name or a recipient that already exists */
async function take(context: Context, given: { name: string; recipient: string }): Promise<BackupRecipient> {
  const row: BackupRecipientRow = {
    id: newId(RecipientId, context.now),
    name: given.name,
    recipient: given.recipient,
    created_at: context.now,
    proven_at: null,
  };
  await change(context, async ({ tx, note }) => {
    const present = await listRecipients(tx);
    if (present.some(({ name }) => name === row.name)) throw taken("name", text("backups.recipientNameTaken"));
    if (present.some(({ recipient }) => recipient === row.recipient)) {
      throw taken("recipient", text("backups.recipientTaken"));
    }
    await insertRecipient(tx, row);
    note({
      action: "backup.recipient_add",
      target: { id: row.id, name: row.name },
      details: { recipient: row.recipient },
    });
  });
  return toRecipient(row);
}

async function make(
  context: Context,
  { name }: ParsedInputOf<"recipients.make">,
): Promise<OutputOf<"recipients.make">> {
  const { makeIdentity } = await loadAge();
  const { identity, recipient } = await makeIdentity();
  return { recipient: await take(context, { name, recipient }), identity };
}

async function add(context: Context, { name, recipient }: ParsedInputOf<"recipients.add">): Promise<BackupRecipient> {
  const { requireRecipient } = await loadAge();
  return take(context, { name, recipient: requireRecipient(recipient) });
}

const missing = () => new AppError("NOT_FOUND", { text: text("backups.noSuchRecipient") });

async function remove(context: Context, { id }: ParsedInputOf<"recipients.remove">): Promise<Record<string, never>> {
  await change(context, async ({ tx, note }) => {
    const row = (await listRecipients(tx)).find((one) => one.id === id);
    if (!row) throw missing();
    await deleteRecipient(tx, id);
    note({
      action: "backup.recipient_remove",
      target: { id, name: row.name },
      details: { recipient: row.recipient },
    });
  });
  return {};
}

/** @throws AppError BACKUP_IDENTITY_WRONG if it belongs to no recipient here */
async function prove(context: Context, input: ParsedInputOf<"recipients.prove">): Promise<BackupRecipient> {
  const { recipientOf } = await loadAge();
  const recipient = await recipientOf(await identityText(context, input));
  const proven = await change(context, async ({ tx, note }) => {
    const row = (await listRecipients(tx)).find((one) => one.recipient === recipient);
    if (!row) return null;
    await markRecipientProven(tx, row.id, context.now);
    note({
      action: "backup.recipient_prove",
      target: { id: row.id, name: row.name },
    });
    return { ...row, proven_at: context.now };
  });
  if (!proven) {
    throw new AppError("BACKUP_IDENTITY_WRONG", {
      text: text("backups.keyOfNone"),
    });
  }
  return toRecipient(proven);
}

async function saveIdentity(
  context: Context,
  { identity, file, passphrase }: ParsedInputOf<"recipients.saveIdentity">,
): Promise<OutputOf<"recipients.saveIdentity">> {
  requireGranted(context, file);
  const path = resolve(file);
  await checkTarget(path, false);
  const { dataDir, passphraseWork: workFactor } = context.options;
  const { sealIdentity } = await loadAge();
  await writePrivateFile(dataDir, path, await sealIdentity(identity, passphrase, { workFactor }));
  return { file: path };
}

export const recipientHandlers: HandlersOf<"recipients"> = {
  list: async (context) => ({ rows: (await listRecipients(opened(context).store.db)).map(toRecipient) }),
  make,
  add,
  remove,
  prove,
  saveIdentity,
};
