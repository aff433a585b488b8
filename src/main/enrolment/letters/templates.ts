import { LetterLanguage, type LetterTemplate } from "#shared/contract/letters.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { LetterTemplateId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import {
  deleteLetterTemplate,
  insertLetterTemplate,
  listLetterTemplates,
  updateLetterTemplate,
} from "../../store/factors/letter-templates.ts";
import type { Db, Tx } from "../../store/store.ts";
import type { LetterTemplateRow } from "../../store/migrations/schema.ts";
import { readLogo } from "./logo.ts";

/** The template that exists before an owner makes one: the language's default text. */
const standard: LetterTemplateRow = {
  id: LetterTemplateId.parse("00000000-0000-7000-8000-000000000001"),
  name: "Standard",
  name_key: nameKey("Standard"),
  language: "en",
  logo: null,
  title: "",
  introduction: "",
  closing: "",
  updated_at: 0,
};

/** By name; never empty. */
async function allTemplates(db: Db): Promise<LetterTemplateRow[]> {
  const rows = await listLetterTemplates(db);
  return rows.length === 0 ? [standard] : rows;
}

const toTemplate = (row: LetterTemplateRow): LetterTemplate => ({
  id: row.id,
  name: row.name,
  language: LetterLanguage.parse(row.language),
  logo: row.logo === null ? null : row.logo.toString("base64"),
  title: row.title,
  introduction: row.introduction,
  closing: row.closing,
  updatedAt: row.updated_at,
});

const noTemplate = (): AppError => new AppError("NOT_FOUND", { text: text("letters.noSuchTemplate") });

/** The named template; without a name the first. @throws AppError NOT_FOUND */
export async function templateOf(db: Db, id: LetterTemplateId | undefined): Promise<LetterTemplate> {
  const rows = await allTemplates(db);
  const row = id === undefined ? rows[0] : rows.find((each) => each.id === id);
  if (!row) throw noTemplate();
  return toTemplate(row);
}

export const listTemplates = async (context: Context): Promise<OutputOf<"letters.templates">> => ({
  templates: (await allTemplates(opened(context).store.db)).map(toTemplate),
});

/** The standard template becomes an ordinary row as soon as there is any. */
async function keepStandard(tx: Tx): Promise<LetterTemplateRow[]> {
  const rows = await listLetterTemplates(tx);
  if (rows.length > 0) return rows;
  await insertLetterTemplate(tx, standard);
  return [standard];
}

/** @throws AppError NOT_FOUND, CONFLICT, INVALID_INPUT for a picture that cannot be used */
export async function saveTemplate(
  context: Context,
  { id, ...fields }: ParsedInputOf<"letters.saveTemplate">,
): Promise<LetterTemplate> {
  const logo = await readLogo(fields.logo);
  return change(context, async ({ tx, note }) => {
    const rows = await keepStandard(tx);
    const before = rows.find((row) => row.id === id);
    if (id !== undefined && !before) throw noTemplate();
    const row: LetterTemplateRow = {
      ...fields,
      id: before?.id ?? newId(LetterTemplateId, context.now),
      name_key: nameKey(fields.name),
      logo: logo?.bytes ?? null,
      updated_at: context.now,
    };
    if (rows.some((other) => other.id !== row.id && other.name_key === row.name_key)) {
      throw new AppError("CONFLICT", {
        text: text("letters.templateTaken"),
        fields: { name: text("letters.templateNameTaken") },
      });
    }
    await (before ? updateLetterTemplate : insertLetterTemplate)(tx, row);
    note({
      action: before ? "letters.editTemplate" : "letters.addTemplate",
      target: { id: row.id, name: row.name },
      details: before && before.name !== row.name ? { before: before.name } : {},
    });
    return toTemplate(row);
  });
}

/** @throws AppError NOT_FOUND, CONFLICT for the last one */
export async function deleteTemplate(
  context: Context,
  { id }: ParsedInputOf<"letters.deleteTemplate">,
): Promise<Record<string, never>> {
  return change(context, async ({ tx, note }) => {
    const rows = await allTemplates(tx);
    const row = rows.find((each) => each.id === id);
    if (!row) throw noTemplate();
    if (rows.length === 1) {
      throw new AppError("CONFLICT", { text: text("letters.lastTemplate") });
    }
    await deleteLetterTemplate(tx, id);
    note({
      action: "letters.deleteTemplate",
      target: { id: row.id, name: row.name },
    });
    return {};
  });
}
