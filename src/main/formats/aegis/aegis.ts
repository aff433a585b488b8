import { createDecipheriv } from "node:crypto";
import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { deriveScrypt } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrong } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { beginsWithNames, numeric, outerNames, parsedAs, parseJson, readJsonAs } from "../json.ts";
import type { Source } from "../source.ts";
import { writing } from "./write.ts";

/*
 * The vault of Aegis (docs/vault.md in its repository): version 1 of the file, and versions 1 to 3 of its content.
 */

const hex = (bytes: number) =>
  z
    .string()
    .regex(/^(?:[0-9a-f]{2})+$/iu)
    .length(bytes * 2);

const Sealing = z.looseObject({ nonce: hex(12), tag: hex(16) });

/** Type 1 is opened by a password; 2 and 3 by the phone it is on. */
const Slot = z.looseObject({
  type: z.int(),
  key: hex(32),
  key_params: Sealing,
  n: z.int().optional(),
  r: z.int().optional(),
  p: z.int().optional(),
  salt: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){1,64}$/iu)
    .optional(),
});
type Slot = z.infer<typeof Slot>;

const File = z.looseObject({
  version: z.int(),
  header: z.looseObject({ slots: z.array(Slot).max(100).nullish(), params: Sealing.nullish() }).nullish(),
  db: z.union([z.string(), z.looseObject({})]),
});

const Item = z.looseObject({
  type: z.string(),
  name: z.string().nullish(),
  issuer: z.string().nullish(),
  group: z.string().nullish(),
  groups: z.array(z.string()).nullish(),
  note: z.string().nullish(),
  icon: z.string().nullish(),
  favorite: z.boolean().nullish(),
  info: z.looseObject({
    secret: z.string(),
    algo: z.string().nullish(),
    digits: numeric.nullish(),
    period: numeric.nullish(),
    counter: numeric.nullish(),
  }),
});

const Content = z.looseObject({
  version: z.int(),
  entries: z.array(z.unknown()),
  groups: z.array(z.looseObject({ uuid: z.string(), name: z.string() })).nullish(),
});

const newestFile = 1;
const newestContent = 3;

const whose = text("formats.whoseAegis");

/** @returns null where the tag does not fit */
function unseal(key: Uint8Array, sealed: Buffer, { nonce, tag }: z.infer<typeof Sealing>): Buffer | null {
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "hex"), { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(tag, "hex"));
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return null;
  }
}

/** The master key, by the first slot that the password opens. @throws AppError */
async function masterKey(slots: readonly Slot[], opening: Opening): Promise<Buffer> {
  const byPassword = slots.filter(({ type }) => type === 1);
  if (byPassword.length === 0) throw damaged(text("formats.aegisNoPassword"));
  if (opening.passphrase === null) throw passphraseRequired(whose);
  for (const { n = 0, r = 0, p = 0, salt = "", key, key_params } of byPassword) {
    const asked = { salt: Buffer.from(salt, "hex"), n, r, p, length: 32 };
    const derived = await deriveScrypt(opening.passphrase, asked, opening);
    const master = unseal(derived, Buffer.from(key, "hex"), key_params);
    derived.fill(0);
    if (master) return master;
  }
  throw passphraseWrong(whose);
}

async function contentOf({ header, db }: z.infer<typeof File>, opening: Opening): Promise<unknown> {
  if (typeof db !== "string") return db;
  if (!header?.slots || !header.params) throw broken();
  const key = await masterKey(header.slots, opening);
  const content = unseal(key, Buffer.from(db, "base64"), header.params);
  key.fill(0);
  if (content === null) throw broken();
  return parseJson(content.toString("utf8"));
}

function notKept({ note, icon, favorite, group, groups }: z.infer<typeof Item>, names: ReadonlyMap<string, string>) {
  const lost: Text[] = [];
  for (const name of groups ?? (group ? [group] : [])) {
    lost.push(text("formats.group", { name: names.get(name) ?? name }));
  }
  if (note) lost.push(text("formats.note"));
  if (icon) lost.push(text("formats.icon"));
  if (favorite) lost.push(text("formats.favourite"));
  return lost;
}

function candidateOf(entry: unknown, at: number, groups: ReadonlyMap<string, string>): Candidate {
  const parsed = Item.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { type, name, issuer, info } = parsed.data;
  return {
    at,
    type,
    issuer: issuer ?? undefined,
    account: name ?? undefined,
    secret: { base32: info.secret },
    algorithm: info.algo ?? undefined,
    digits: info.digits ?? undefined,
    period: info.period ?? undefined,
    counter: info.counter ?? undefined,
    notKept: notKept(parsed.data, groups),
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const file = await readJsonAs(source, File);
  if (file.version > newestFile) {
    throw damaged(text("formats.versionUnknown", { format: "Aegis", found: file.version, newest: newestFile }));
  }
  const content = parsedAs(await contentOf(file, opening), Content);
  if (content.version > newestContent) {
    throw damaged(text("formats.versionUnknown", { format: "Aegis", found: content.version, newest: newestContent }));
  }
  const groups = new Map((content.groups ?? []).map(({ uuid, name }) => [uuid, name]));
  for (const [index, entry] of content.entries.entries()) yield candidateOf(entry, index + 1, groups);
}

/** In a vault that the console wrote, what is sealed stands before the header; some programs write a plain one without. */
const detect = (source: Source): boolean =>
  beginsWithNames(source, "version", "header", "db") ||
  (outerNames(source).has("db") && beginsWithNames(source, "version", "entries", "info")) ||
  /^\s*\{\s*"version"\s*:\s*1\s*,\s*"db"\s*:\s*"[A-Za-z0-9+/]/u.test(source.headText ?? "");

/** The vault of Aegis Authenticator, plain and encrypted. */
export const aegis: Format = {
  id: "aegis",
  title: "Aegis",
  read: { detect, read },
  write: writing,
};
