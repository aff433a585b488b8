import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { csvHeads } from "../csv-records.ts";
import { broken, passphraseRequired } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { outerNames, parsedAs, parseJson } from "../json.ts";
import { type ManagerTable, readManagerTable } from "../manager-table.ts";
import { numbered, readOtpField } from "../otp-field.ts";
import { requireText, type Source } from "../source.ts";
import { isOpenPgp, openOpenPgp } from "./openpgp.ts";
import { firstEntry } from "../zip-header.ts";

/*
 * The export of Proton Pass (its web clients' repository, lib/export): `Proton Pass/data.json` in a zip, that JSON by itself, or a
 * table. With a password, it is a message of OpenPGP.
 */

const whose = text("formats.whoseProtonPass");
const folder = /^Proton Pass\//u;
const dataFile = /^Proton Pass\/data\.(?:json|pgp)$/u;
/** There was none for the e-mail address and the vault at first. */
const heads = ["type", "name", "url", "username", "password", "note", "totp"];

/** A field that somebody added. They stand in lists of several names, by the kind of the item. */
const Extra = z.looseObject({ fieldName: z.string(), data: z.looseObject({ totpUri: z.string().nullish() }) });
type Extra = z.infer<typeof Extra>;

const Item = z.looseObject({
  /** 1: in use; 2: in the bin. */
  state: z.number().nullish(),
  pinned: z.boolean().nullish(),
  files: z.array(z.unknown()).nullish(),
  data: z.looseObject({
    metadata: z.looseObject({ name: z.string().nullish(), note: z.string().nullish() }).nullish(),
    extraFields: z.array(z.unknown()).nullish(),
    content: z
      .looseObject({
        itemUsername: z.string().nullish(),
        /** Before there was a field for the e-mail address. */
        username: z.string().nullish(),
        itemEmail: z.string().nullish(),
        password: z.string().nullish(),
        urls: z.array(z.unknown()).nullish(),
        totpUri: z.string().nullish(),
        passkeys: z.array(z.unknown()).nullish(),
      })
      .nullish(),
  }),
});
type Item = z.infer<typeof Item>;

const Content = z.looseObject({
  vaults: z.record(z.string(), z.looseObject({ name: z.string().nullish(), items: z.array(z.unknown()) })),
});

const any = (list: readonly unknown[] | null | undefined): boolean => (list ?? []).length > 0;

const isOtp = ({ data }: Extra): boolean => Boolean(data.totpUri?.trim());

/** In the order of the file, however deep. What was parsed is bounded in its depth. */
function extrasIn(value: unknown): Extra[] {
  const parsed = Extra.safeParse(value);
  if (parsed.success) return [parsed.data];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(extrasIn) : [];
}

function notKept({ pinned, files, data }: Item, extras: readonly Extra[], vault: string): Text[] {
  const { metadata, content } = data;
  const lost: Text[] = [];
  if (vault !== "") lost.push(text("formats.group", { name: vault }));
  if (content?.password) lost.push(text("formats.password"));
  if (any(content?.urls)) lost.push(text("formats.webAddress"));
  if (any(content?.passkeys)) lost.push(text("formats.passkey"));
  if (metadata?.note) lost.push(text("formats.note"));
  if (extras.some((extra) => !isOtp(extra))) lost.push(text("formats.otherFields"));
  if (any(files)) lost.push(text("formats.attachments"));
  if (pinned) lost.push(text("formats.favourite"));
  return lost;
}

/** Of one item: it can have fields for one-time passwords beside that of the login. */
function* candidatesOf(item: unknown, vault: string): Generator<Candidate> {
  const parsed = Item.safeParse(item);
  if (!parsed.success) {
    yield { at: 0, type: "", fault: text("formats.entryUnreadable") };
    return;
  }
  const { state, data } = parsed.data;
  const { content, metadata } = data;
  const extras = [...extrasIn(data.extraFields), ...extrasIn(content)];
  const login = {
    at: 0,
    issuer: metadata?.name ?? undefined,
    account: content?.itemUsername || content?.username || content?.itemEmail || undefined,
    disabled: state === 2,
    notKept: notKept(parsed.data, extras, vault),
  };
  for (const written of [content?.totpUri, ...extras.map((extra) => extra.data.totpUri)]) {
    if (written?.trim()) yield readOtpField(written, login);
  }
}

function* readJson(written: string): Generator<Candidate> {
  const { vaults } = parsedAs(parseJson(written), Content);
  for (const { name, items } of Object.values(vaults)) {
    for (const item of items) yield* candidatesOf(item, name ?? "");
  }
}

const table: ManagerTable = {
  otp: ["totp"],
  title: ["name"],
  account: ["username", "email"],
  archived: [],
  groups: (cells) => [cells("vault")],
  lost: [
    [["password"], text("formats.password")],
    [["url"], text("formats.webAddress")],
    [["note"], text("formats.note")],
  ],
};

/** Nothing else that the console reads is a message of PGP. */
const isMessage = ({ headText }: Source): boolean => headText !== null && isOpenPgp(headText);

function isTable(source: Source): boolean {
  const found = csvHeads(source);
  return found.join().startsWith("type,name,url,") && heads.every((name) => found.includes(name));
}

const isZip = ({ head }: { head: Buffer }): boolean => folder.test(firstEntry(head)?.name ?? "");

async function listOf(archive: Pick<Source, "bytes">, passphrase: string | null): Promise<Buffer> {
  const { readArchive } = await import("../encrypted-zip.ts");
  const [data] = await readArchive(archive, dataFile, { passphrase, whose });
  if (data === undefined) throw broken();
  return data;
}

/** The JSON, out of what may be around it: an archive, a message, an archive in a message, or a message in an archive. */
async function dataOf(source: Source, { passphrase }: Opening): Promise<string> {
  const outer = isZip(source) ? await listOf(source, passphrase) : await source.bytes();
  const written = requireText(outer);
  if (!isOpenPgp(written)) return written;
  if (passphrase === null) throw passphraseRequired(whose);
  const inner = openOpenPgp(written, passphrase);
  const list = isZip({ head: inner }) ? await listOf({ bytes: () => Promise.resolve(inner) }, null) : inner;
  return requireText(list);
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  if (isTable(source)) yield* readManagerTable(source, table);
  else yield* numbered(readJson(await dataOf(source, opening)));
}

function isJson(source: Source): boolean {
  const names = outerNames(source);
  return names.has("vaults") && (names.has("encrypted") || names.has("userId") || names.has("version"));
}

/** The export of Proton Pass: zip, JSON and CSV. */
export const protonPass: Format = {
  id: "proton-pass",
  title: "Proton Pass",
  read: {
    detect: (source) => isJson(source) || isTable(source) || isMessage(source) || isZip(source),
    read,
  },
  write: null,
};
