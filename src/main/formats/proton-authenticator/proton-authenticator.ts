import { z } from "zod";
import { text } from "#shared/texts/text.ts";
import { deriveArgon2 } from "../derive.ts";
import { broken, damaged, passphraseRequired, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { openGcm } from "../gcm.ts";
import { beginsWithNames, outerNames, parsedAs, parseJson, readJsonAs } from "../json.ts";
import { readOtpField } from "../otp-field.ts";
import type { Source } from "../source.ts";

/*
 * The export of Proton Authenticator (its iOS and Android repositories and their common core): addresses in JSON, or that JSON
 * sealed as a whole.
 */

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/u);

const File = z.looseObject({ version: z.int() });
const Sealed = z.looseObject({ salt: base64, content: base64 });
const Content = z.looseObject({ version: z.int(), entries: z.array(z.unknown()) });

const Item = z.looseObject({
  content: z.looseObject({ uri: z.string(), entry_type: z.string(), name: z.string().nullish() }),
  note: z.string().nullish(),
});

const newest = 1;
const authenticated = Buffer.from("proton.authenticator.export.v1", "utf8");
/** Of the program: it writes no other, and does not write them. */
const cost = { memory: 19 * 1024, passes: 2, lanes: 1, length: 32, variant: "id" } as const;
const nonceLength = 12;

const whose = text("formats.whoseProtonAuthenticator");

async function open({ salt, content }: z.infer<typeof Sealed>, opening: Opening): Promise<string> {
  const sealed = Buffer.from(content, "base64");
  if (sealed.length <= nonceLength) throw broken();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const key = await deriveArgon2(opening.passphrase, { salt: Buffer.from(salt, "base64"), ...cost }, opening);
  const opened = openGcm(key, sealed.subarray(0, nonceLength), sealed.subarray(nonceLength), authenticated);
  key.fill(0);
  if (opened === null) throw passphraseWrongOrDamaged(whose);
  return opened.toString("utf8");
}

function candidateOf(entry: unknown, at: number): Candidate {
  const parsed = Item.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { content, note } = parsed.data;
  const candidate = readOtpField(content.uri, {
    at,
    account: content.name ?? undefined,
    notKept: note ? [text("formats.note")] : [],
  });
  return content.entry_type === "Totp" ? candidate : { ...candidate, type: content.entry_type.toLowerCase() };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const file = await readJsonAs(source, File);
  const { version } = file;
  if (version > newest) {
    throw damaged(text("formats.versionUnknown", { format: protonAuthenticator.title, found: version, newest }));
  }
  const sealed = Sealed.safeParse(file);
  const content = parsedAs(sealed.success ? parseJson(await open(sealed.data, opening)) : file, Content);
  for (const [index, entry] of content.entries.entries()) yield candidateOf(entry, index + 1);
}

/** The export of Proton Authenticator, plain and encrypted. */
export const protonAuthenticator: Format = {
  id: "proton-authenticator",
  title: "Proton Authenticator",
  read: {
    detect(source) {
      const names = outerNames(source);
      if (names.has("salt") && names.has("content")) return true;
      return (
        names.has("version") && names.has("entries") && (names.size === 2 || beginsWithNames(source, "entry_type"))
      );
    },
    read,
  },
  write: null,
};
