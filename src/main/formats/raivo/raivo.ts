import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { beginsWithNames, numeric, parsedAs, parseJson } from "../json.ts";
import { textOf, type Source } from "../source.ts";
import { firstEntry } from "../zip-header.ts";

/*
 * The export of Raivo OTP (DataExportFeature.swift and Password.swift in its repository): an archive, always encrypted, of a page
 * to print and a list in JSON, all of whose values are texts.
 */

const Item = z.looseObject({
  kind: z.string(),
  issuer: z.string().nullish(),
  account: z.string().nullish(),
  secret: z.string(),
  algorithm: z.string().nullish(),
  digits: numeric.nullish(),
  timer: numeric.nullish(),
  counter: numeric.nullish(),
  pinned: z.union([z.string(), z.boolean()]).nullish(),
  iconValue: z.string().nullish(),
});

const whose = text("formats.whoseRaivo");
const archived = /(?:^|\/)raivo-otp-export\.(?:html|json)$/u;
const list = /(?:^|\/)raivo-otp-export\.json$/u;

function notKept({ pinned, iconValue }: z.infer<typeof Item>): Text[] {
  const lost: Text[] = [];
  if (pinned === true || pinned === "true") lost.push(text("formats.favourite"));
  if (iconValue) lost.push(text("formats.icon"));
  return lost;
}

function candidateOf(entry: unknown, at: number): Candidate {
  const parsed = Item.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { kind, issuer, account, secret, algorithm, digits, timer, counter } = parsed.data;
  return {
    at,
    type: kind,
    issuer: issuer ?? undefined,
    account: account ?? undefined,
    secret: { base32: secret },
    algorithm: algorithm ?? undefined,
    digits: digits ?? undefined,
    period: timer ?? undefined,
    counter: counter ?? undefined,
    notKept: notKept(parsed.data),
  };
}

/** The list alone is what somebody has taken out of the archive. */
async function listOf(source: Source, { passphrase }: Opening): Promise<string> {
  if (source.headText !== null) return source.text();
  const { readArchive } = await import("../encrypted-zip.ts");
  const [content] = await readArchive(source, list, { passphrase, whose });
  const written = content === undefined ? null : textOf(content);
  if (written === null) throw damaged(text("formats.raivoNoList"));
  return written;
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const entries = parsedAs(parseJson(await listOf(source, opening)), z.array(z.unknown()));
  for (const [index, entry] of entries.entries()) yield candidateOf(entry, index + 1);
}

const detect = (source: Source): boolean =>
  archived.test(firstEntry(source.head)?.name ?? "") ||
  beginsWithNames(source, "kind", "timer", "account", "secret", "iconType");

/** The export of Raivo OTP. */
export const raivo: Format = {
  id: "raivo",
  title: "Raivo OTP",
  read: { detect, read },
  write: null,
};
