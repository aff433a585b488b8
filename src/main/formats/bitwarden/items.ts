import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate } from "../format.ts";
import { readOtpField } from "../otp-field.ts";

/*
 * The items of a JSON export, of the password manager and of Bitwarden Authenticator alike (individual-vault-export.service.ts
 * and ExportJsonData.kt in Bitwarden's repositories).
 */

const Item = z.looseObject({
  name: z.string().nullish(),
  notes: z.string().nullish(),
  favorite: z.boolean().nullish(),
  folderId: z.string().nullish(),
  collectionIds: z.array(z.string().nullable()).nullish(),
  fields: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  deletedDate: z.string().nullish(),
  archivedDate: z.string().nullish(),
  login: z
    .looseObject({
      username: z.string().nullish(),
      password: z.string().nullish(),
      totp: z.string().nullish(),
      uris: z.array(z.unknown()).nullish(),
      fido2Credentials: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
type Item = z.infer<typeof Item>;

const Named = z.looseObject({ id: z.string(), name: z.string().nullish() });

export const Content = z.looseObject({
  items: z.array(z.unknown()),
  folders: z.array(Named).nullish(),
  collections: z.array(Named).nullish(),
});

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Bitwarden Authenticator writes the label of its addresses as HTML, and as an address then. */
export const withoutEntities = (name: string | undefined): string | undefined =>
  name?.replaceAll(/&(amp|lt|gt|quot|#39);/gu, (written, entity: string) => entities[entity] ?? written);

const any = (list: readonly unknown[] | null | undefined): boolean => (list ?? []).length > 0;

function notKept(item: Item, groups: ReadonlyMap<string, string>): Text[] {
  const lost: Text[] = [];
  for (const id of [item.folderId, ...(item.collectionIds ?? [])]) {
    if (id) lost.push(text("formats.group", { name: groups.get(id) ?? id }));
  }
  const { login } = item;
  if (login?.password) lost.push(text("formats.password"));
  if (any(login?.uris)) lost.push(text("formats.webAddress"));
  if (any(login?.fido2Credentials)) lost.push(text("formats.passkey"));
  if (item.notes) lost.push(text("formats.note"));
  if (any(item.fields)) lost.push(text("formats.otherFields"));
  if (any(item.attachments)) lost.push(text("formats.attachments"));
  if (item.favorite) lost.push(text("formats.favourite"));
  return lost;
}

/** Items without a one-time password are no authenticators: they are passed over. */
export function* candidatesOf({ items, folders, collections }: z.infer<typeof Content>): Generator<Candidate> {
  const groups = new Map([...(folders ?? []), ...(collections ?? [])].map(({ id, name }) => [id, name ?? ""]));
  for (const [index, item] of items.entries()) {
    const at = index + 1;
    const parsed = Item.safeParse(item);
    if (!parsed.success) {
      yield { at, type: "", fault: text("formats.entryUnreadable") };
      continue;
    }
    const { name, login, deletedDate, archivedDate } = parsed.data;
    if (!login?.totp?.trim()) continue;
    const read = readOtpField(login.totp, {
      at,
      issuer: name ?? undefined,
      account: login.username ?? undefined,
      disabled: Boolean(deletedDate ?? archivedDate),
      notKept: notKept(parsed.data, groups),
    });
    yield { ...read, account: withoutEntities(read.account) };
  }
}
