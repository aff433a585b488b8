import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format } from "../format.ts";
import { beginsWithNames, numeric, readJsonAs } from "../json.ts";
import type { Source } from "../source.ts";

/*
 * The export of LastPass Authenticator, as two readers of it take it: 2FAS (LastPassImporter.kt) and Stratum
 * (LastPassBackupConverter.cs).
 */

const Account = z.looseObject({
  issuerName: z.string().nullish(),
  userName: z.string().nullish(),
  secret: z.string(),
  timeStep: numeric.nullish(),
  digits: numeric.nullish(),
  algorithm: z.string().nullish(),
  isFavorite: z.boolean().nullish(),
  pushNotification: z.boolean().nullish(),
  folderData: z.looseObject({ folderId: z.number().nullish() }).nullish(),
});

const File = z.looseObject({
  version: z.int().nullish(),
  accounts: z.array(z.unknown()),
  folders: z.array(z.looseObject({ id: z.number(), name: z.string() })).nullish(),
});

const newest = 3;

/** Of those that are always there: 0 holds what is in no other, 1 what is a favourite. */
const firstOwnFolder = 2;

function notKept(account: z.infer<typeof Account>, folders: ReadonlyMap<number, string>): Text[] {
  const lost: Text[] = [];
  const folder = account.folderData?.folderId ?? 0;
  if (folder >= firstOwnFolder) lost.push(text("formats.group", { name: folders.get(folder) ?? String(folder) }));
  if (account.isFavorite) lost.push(text("formats.favourite"));
  if (account.pushNotification) lost.push(text("formats.push"));
  return lost;
}

function candidateOf(entry: unknown, at: number, folders: ReadonlyMap<number, string>): Candidate {
  const parsed = Account.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { issuerName, userName, secret, timeStep, digits, algorithm } = parsed.data;
  return {
    at,
    // It has no other kind, and writes none.
    type: "TOTP",
    issuer: issuerName ?? undefined,
    account: userName ?? undefined,
    secret: { base32: secret },
    algorithm: algorithm ?? undefined,
    digits: digits ?? undefined,
    period: timeStep ?? undefined,
    notKept: notKept(parsed.data, folders),
  };
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  const file = await readJsonAs(source, File);
  if ((file.version ?? newest) > newest) {
    const found = file.version ?? newest;
    throw damaged(text("formats.versionUnknown", { format: "LastPass Authenticator", found, newest }));
  }
  const folders = new Map((file.folders ?? []).map(({ id, name }) => [id, name]));
  for (const [index, entry] of file.accounts.entries()) yield candidateOf(entry, index + 1, folders);
}

/** The export of LastPass Authenticator. */
export const lastpass: Format = {
  id: "lastpass",
  title: "LastPass Authenticator",
  read: { detect: (source) => beginsWithNames(source, "accounts", "issuerName", "userName", "timeStep"), read },
  write: null,
};
