import { resolve } from "node:path";
import { type Command, Option } from "@commander-js/extra-typings";
import { readPicture, readWhole } from "#main/terminal.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { LetterState } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { LetterId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { confirmByTyping } from "../confirm.ts";
import { crockfordCode } from "#shared/model/typed.ts";
import type { Context } from "../context.ts";
import { findTemplate, type LetterOutput, templateChoice, writeLetters } from "../letter-files.ts";
import { formerly } from "../former-names.ts";
import { examples, personOption, positiveInteger, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeLetterReport, describeLetters, describeTemplates } from "../render/letters.ts";
import { plural, printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

interface Search {
  state?: LetterState | undefined;
  person?: string | undefined;
  search?: string | undefined;
}

async function list({ call, output }: Context, { person, ...search }: Search, limit: number): Promise<Outcome> {
  const userId = person === undefined ? undefined : (await call("users.get", { user: userRef(person) })).id;
  const filter = { ...search, ...(userId === undefined ? {} : { userId }) };
  const { total } = await call("letters.list", { ...filter, limit: 1 });
  const { rows } = await collect(limit, (size, cursor) => call("letters.list", { ...filter, limit: size, cursor }));
  return { data: { letters: rows, total }, text: describeLetters(rows, total, output.paint) };
}

/** Letters named on the command line: by id, or by their printed serial number. @throws AppError NOT_FOUND */
async function findLetters({ call }: Context, names: readonly string[]): Promise<LetterId[]> {
  const found: LetterId[] = [];
  for (const name of names) {
    const id = LetterId.safeParse(name);
    if (id.success) {
      found.push(id.data);
      continue;
    }
    const { rows } = await call("letters.list", { search: name });
    const letter = rows.find(({ serial }) => crockfordCode(serial) === crockfordCode(name));
    if (!letter) throw new AppError("NOT_FOUND", { message: `There is no letter with the serial number ${name}.` });
    found.push(letter.id);
  }
  return found;
}

async function reprint(
  context: Context,
  names: readonly string[],
  { template, ...place }: LetterOutput & { template?: string | undefined },
): Promise<Outcome> {
  const input = { letters: await findLetters(context, names), ...(await templateChoice(context, template)) };
  const data = await writeLetters(context, place, (into) => context.call("letters.reprint", { ...input, into }));
  return { data, text: describeLetterReport(data, context.output.paint), negative: data.sums.refused > 0 };
}

async function withdraw(context: Context, names: readonly string[], yes: boolean): Promise<Outcome> {
  const letters = await findLetters(context, names);
  if (context.secrets.interactive && !yes) {
    const what = plural(letters.length, "letter");
    await confirmByTyping(context, "void", `This voids ${what} permanently and erases the secrets.`);
  }
  const data = await context.call("letters.void", { letters });
  return { data, text: `${plural(data.voided, "letter")} voided.` };
}

async function listTemplates({ call, output }: Context): Promise<Outcome> {
  const data = await call("letters.templates", {});
  return { data, text: describeTemplates(data.templates, output.paint) };
}

/** Its texts, and a picture of 512 KB in base64. */
const mostOfTemplate = 1024 * 1024;

/** @throws AppError INVALID_INPUT when the file is not a JSON object, or not a file */
async function readTemplate({ io }: Context, file: string): Promise<Record<string, unknown>> {
  const text = (await readWhole(resolve(io.cwd, file), mostOfTemplate, "The template")).toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new AppError("INVALID_INPUT", { message: "This file is not valid JSON.", cause });
  }
  throw new AppError("INVALID_INPUT", { message: "This file is not a JSON object with the template's fields." });
}

type TemplateFields = InputOf<"letters.saveTemplate">;

/** Values for the fields that a file leaves out. */
const emptyTemplate = { language: "en", logo: null, title: "", introduction: "", closing: "" };

/** A template's fields, from a file and a picture; the console checks them. */
async function templateFrom(context: Context, file: string, logo: string | undefined): Promise<TemplateFields> {
  const fields = await readTemplate(context, file);
  const picture = logo === undefined ? {} : { logo: await readPicture(resolve(context.io.cwd, logo)) };
  // A file can contain anything. A missing name is refused like any other wrong field.
  return { ...emptyTemplate, name: "", ...fields, ...picture } as TemplateFields;
}

/** Replaces a template with the same name. */
async function saveTemplate({ call }: Context, fields: TemplateFields): Promise<Outcome> {
  const { templates } = await call("letters.templates", {});
  const key = nameKey(fields.name.trim());
  const before = templates.find((template) => nameKey(template.name) === key);
  const data = await call("letters.saveTemplate", { ...fields, ...(before ? { id: before.id } : {}) });
  return { data, text: `The template ${printable(data.name)} was saved.` };
}

async function removeTemplate(context: Context, name: string): Promise<Outcome> {
  const template = await findTemplate(context, name);
  const data = await context.call("letters.deleteTemplate", { id: template.id });
  return { data, text: `The template ${printable(template.name)} was deleted.` };
}

/** The texts of a page for an invented person, from top to bottom. */
async function previewTemplate(context: Context, name: string): Promise<Outcome> {
  const { id: _id, updatedAt: _updatedAt, ...fields } = await findTemplate(context, name);
  const data = await context.call("letters.previewTemplate", fields);
  const texts = data.marks.flatMap((mark) => (mark.kind === "text" ? [printable(mark.text)] : []));
  return { data, text: texts.join("\n") };
}

function addTemplates(letters: Command, run: Run): void {
  const templates = letters
    .command("templates")
    .description("Texts and logo of letters")
    .addHelpText("after", examples("$ countersign letters templates list"));

  templates
    .command("list")
    .description("List the templates")
    .addHelpText("after", examples("$ countersign letters templates list"))
    .action(() => run(listTemplates));

  templates
    .command("save")
    .description("Add a template, or replace the one with the same name")
    .argument("<file.json>", "its name, language, title, introduction and closing, as a JSON object")
    .option("--logo <picture>", "a PNG or JPEG picture")
    .addHelpText("after", examples("$ countersign letters templates save english.json --logo logo.png"))
    .action((file, { logo }) => run(async (context) => saveTemplate(context, await templateFrom(context, file, logo))));

  templates
    .command("delete")
    .description("Delete a template; the last one cannot be deleted")
    .argument("<template>", "its name")
    .addHelpText("after", examples("$ countersign letters templates delete English"))
    .action((name) => run((context) => removeTemplate(context, name)));

  templates
    .command("preview")
    .description("Show the text of a letter for an invented person")
    .argument("<template>", "its name")
    .addHelpText("after", examples("$ countersign letters templates preview English"))
    .action((name) => run((context) => previewTemplate(context, name)));
}

export function addLetters(program: Command, run: Run): void {
  const letters = program
    .command("letters")
    .description("Enrolments on paper: see also `enrol bulk`")
    .addHelpText("after", examples("$ countersign letters list --state expired"));

  letters
    .command("list")
    .description("List letters, newest first")
    .addOption(new Option("--state <state>", "only letters in this state").choices(LetterState.options))
    .addOption(personOption())
    .addOption(formerly("--user <person>", personOption()))
    .option("--search <text>", "start of a serial number or username")
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign letters list --state waiting"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  letters
    .command("reprint")
    .description("Replace lost letters with new ones, with new secrets; the old ones are void at once")
    .argument("<letters...>", "serial numbers or ids")
    .option("--letters <folder>", "write one PDF for each person into this folder")
    .option("--pdf <file>", "write one new PDF with a page for each person")
    .option("--template <name>", "the letters' template (default: the first by name)")
    .addHelpText("after", examples("$ countersign letters reprint 7K3Q-M9XH --pdf again.pdf"))
    .action((names, options) => run((context) => reprint(context, names, options)));

  letters
    .command("void")
    .description("Void unused letters and erase their secrets")
    .argument("<letters...>", "serial numbers or ids")
    .option("--yes", "do not ask first", false)
    .addHelpText("after", examples("$ countersign letters void 7K3Q-M9XH"))
    .action((names, { yes }) => run((context) => withdraw(context, names, yes)));

  addTemplates(letters, run);
}
