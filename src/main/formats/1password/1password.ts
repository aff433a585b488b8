import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { csvHeads } from "../csv-records.ts";
import { broken } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { parsedAs, parseJson } from "../json.ts";
import { type ManagerTable, readManagerTable } from "../manager-table.ts";
import { numbered, readOtpField } from "../otp-field.ts";
import { requireText, type Source } from "../source.ts";
import { firstEntry } from "../zip-header.ts";

/*
 * The 1PUX export (https://support.1password.com/1pux-format/), and the table of 1Password 8. A 1PUX can begin with its
 * attachments, which are called by identifiers of 26 letters.
 */

const whose = text("formats.whoseArchive");
const begins = /^(?:export\.(?:attributes|data)|files\/(?:[a-z2-7]{26}.*)?)$/u;
const dataFile = /^export\.data$/u;

const Field = z.looseObject({
  value: z.looseObject({ totp: z.string().nullish(), file: z.unknown().optional() }).nullish(),
});

const Item = z.looseObject({
  favIndex: z.number().nullish(),
  state: z.string().nullish(),
  /** Before there was a state. */
  trashed: z.boolean().nullish(),
  overview: z
    .looseObject({
      title: z.string().nullish(),
      url: z.string().nullish(),
      tags: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  details: z
    .looseObject({
      loginFields: z
        .array(z.looseObject({ value: z.unknown().optional(), designation: z.string().nullish() }))
        .nullish(),
      /** Of an item that is a password and no login. */
      password: z.string().nullish(),
      notesPlain: z.string().nullish(),
      sections: z.array(z.looseObject({ fields: z.array(Field).nullish() })).nullish(),
      documentAttributes: z.unknown().optional(),
    })
    .nullish(),
});
type Item = z.infer<typeof Item>;

/** Old versions wrap an item once more. */
const Wrapped = z.looseObject({ item: z.looseObject({}) });

const Content = z.looseObject({
  accounts: z.array(
    z.looseObject({
      vaults: z.array(
        z.looseObject({
          attrs: z.looseObject({ name: z.string().nullish() }).nullish(),
          items: z.array(z.unknown()).nullish(),
        }),
      ),
    }),
  ),
});

const isOtp = ({ value }: z.infer<typeof Field>): boolean => Boolean(value?.totp?.trim());

const loginField = ({ details }: Item, designation: string): string => {
  const found = details?.loginFields?.find((field) => field.designation === designation)?.value;
  return typeof found === "string" ? found : "";
};

function notKept(item: Item, fields: readonly z.infer<typeof Field>[], vault: string): Text[] {
  const { overview, details, favIndex } = item;
  const lost: Text[] = [];
  if (vault !== "") lost.push(text("formats.group", { name: vault }));
  if (loginField(item, "password") !== "" || details?.password) lost.push(text("formats.password"));
  if (overview?.url) lost.push(text("formats.webAddress"));
  if (details?.notesPlain) lost.push(text("formats.note"));
  if (fields.some((field) => !isOtp(field) && !field.value?.file)) lost.push(text("formats.otherFields"));
  if (details?.documentAttributes || fields.some(({ value }) => value?.file)) lost.push(text("formats.attachments"));
  if ((overview?.tags ?? []).length > 0) lost.push(text("formats.tags"));
  if ((favIndex ?? 0) > 0) lost.push(text("formats.favourite"));
  return lost;
}

/** Of one item: it can have several fields for one-time passwords. */
function* candidatesOf(given: unknown, vault: string): Generator<Candidate> {
  const wrapped = Wrapped.safeParse(given);
  const parsed = Item.safeParse(wrapped.success ? wrapped.data.item : given);
  if (!parsed.success) {
    yield { at: 0, type: "", fault: text("formats.entryUnreadable") };
    return;
  }
  const item = parsed.data;
  const fields = (item.details?.sections ?? []).flatMap((section) => section.fields ?? []);
  const login = {
    at: 0,
    issuer: item.overview?.title ?? undefined,
    account: loginField(item, "username"),
    disabled: item.trashed === true || (item.state ?? "active") !== "active",
    notKept: notKept(item, fields, vault),
  };
  for (const { value } of fields) if (value?.totp?.trim()) yield readOtpField(value.totp, login);
}

function* itemsOf({ accounts }: z.infer<typeof Content>): Generator<Candidate> {
  for (const { attrs, items } of accounts.flatMap(({ vaults }) => vaults)) {
    for (const item of items ?? []) yield* candidatesOf(item, attrs?.name ?? "");
  }
}

async function* readOnePux(source: Source, { passphrase }: Opening): AsyncGenerator<Candidate> {
  const { readArchive } = await import("../encrypted-zip.ts");
  const [data] = await readArchive(source, dataFile, { passphrase, whose });
  if (data === undefined) throw broken();
  yield* numbered(itemsOf(parsedAs(parseJson(requireText(data)), Content)));
}

const table: ManagerTable = {
  otp: ["otpauth", "one-time password"],
  title: ["title"],
  account: ["username"],
  archived: ["archived", "archived status"],
  groups: () => [],
  lost: [
    [["password"], text("formats.password")],
    [["url", "website"], text("formats.webAddress")],
    [["notes"], text("formats.note")],
    [["tags"], text("formats.tags")],
    [["favorite", "favorite status"], text("formats.favourite")],
  ],
};

function isTable(source: Source): boolean {
  const heads = csvHeads(source);
  const columns = [table.otp, table.title, table.account, table.archived];
  return columns.every((names) => names.some((name) => heads.includes(name)));
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  yield* isTable(source) ? readManagerTable(source, table) : readOnePux(source, opening);
}

/** The exports of 1Password: 1PUX and CSV. */
export const onePassword: Format = {
  id: "1password",
  title: "1Password",
  read: { detect: (source) => isTable(source) || begins.test(firstEntry(source.head)?.name ?? ""), read },
  write: null,
};
