import { z } from "zod";
import { text } from "#shared/texts/text.ts";
import { broken } from "../faults.ts";
import { csvHeads } from "../csv-records.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { beginsWithNames, outerNames, parsedAs, parseJson } from "../json.ts";
import { readManagerTable } from "../manager-table.ts";
import { requireText, type Source } from "../source.ts";
import { firstEntry } from "../zip-header.ts";
import { openProtected } from "./encrypted.ts";
import { candidatesOf, Content } from "./items.ts";
import { authenticatorHeads, managerHeads, managerTable, readAuthenticatorTable } from "./tables.ts";

const whose = text("formats.whoseArchive");
const dataFile = /^data\.json$/u;

/** The order of its names is not always the same: what is not in the beginning is told by an item. */
function isJson(source: Source): boolean {
  const names = outerNames(source);
  if (names.has("encKeyValidation_DO_NOT_EDIT") || names.has("passwordProtected")) return true;
  if (!names.has("items") || names.has("vaults")) return false;
  return names.has("encrypted") || beginsWithNames(source, "login", "totp");
}

const isZip = ({ head }: Source): boolean => dataFile.test(firstEntry(head)?.name ?? "");

const isAuthenticatorTable = (source: Source): boolean => csvHeads(source).join(",") === authenticatorHeads;

function isManagerTable(source: Source): boolean {
  const heads = csvHeads(source);
  return managerHeads.every((name) => heads.includes(name));
}

async function* readJson(written: string, opening: Opening): AsyncGenerator<Candidate> {
  const file = parseJson(written);
  const encrypted = z.looseObject({ encrypted: z.literal(true) }).safeParse(file).success;
  const content = encrypted ? parseJson(await openProtected(file, opening)) : file;
  yield* candidatesOf(parsedAs(content, Content));
}

async function* readZip(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const { readArchive } = await import("../encrypted-zip.ts");
  const [data] = await readArchive(source, dataFile, { passphrase: opening.passphrase, whose });
  if (data === undefined) throw broken();
  yield* readJson(requireText(data), opening);
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  if (isAuthenticatorTable(source)) yield* readAuthenticatorTable(source);
  else if (isManagerTable(source)) yield* readManagerTable(source, managerTable);
  else if (isZip(source)) yield* readZip(source, opening);
  else yield* readJson(await source.text(), opening);
}

/** Exports of Bitwarden: the password manager's as JSON, zip and CSV, encrypted with a password; Bitwarden Authenticator's. */
export const bitwarden: Format = {
  id: "bitwarden",
  title: "Bitwarden",
  read: {
    detect: (source) => isJson(source) || isAuthenticatorTable(source) || isManagerTable(source) || isZip(source),
    read,
  },
  write: null,
};
