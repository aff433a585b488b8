import { resolve } from "node:path";
import { type Command, Option } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { LetterState } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { LetterId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { confirmByTyping } from "../confirm.ts";
import { crockfordCode } from "#shared/model/typed.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { findTemplate, type LetterOutput, templateChoice, writeLetters } from "../letter-files.ts";
import { formerly } from "../former-names.ts";
import { personOption, positiveInteger, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeLetterReport, describeLetters, describeTemplates } from "../render/letters.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { loadTerminal } from "../terminal.ts";

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
  return { data: { letters: rows, total }, words: describeLetters(rows, total, output.paint) };
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
    if (!letter) throw new AppError("NOT_FOUND", { text: text("cliLetters.noLetter", { serial: name }) });
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
  return { data, words: describeLetterReport(data, context.output.paint), negative: data.sums.refused > 0 };
}

async function withdraw(context: Context, names: readonly string[], yes: boolean): Promise<Outcome> {
  const letters = await findLetters(context, names);
  if (context.secrets.interactive && !yes) {
    await confirmByTyping(context, "void", text("cliLetters.confirmVoid", { count: letters.length }));
  }
  const data = await context.call("letters.void", { letters });
  return { data, words: text("cliLetters.voided", { count: data.voided }) };
}

async function listTemplates({ call, output }: Context): Promise<Outcome> {
  const data = await call("letters.templates", {});
  return { data, words: describeTemplates(data.templates, output.paint) };
}

/** Its texts, and a picture of 512 KB in base64. */
const mostOfTemplate = 1024 * 1024;

const theTemplate = text("files.theTemplate");

/** @throws AppError INVALID_INPUT when the file is not a JSON object, or not a file */
async function readTemplate({ io }: Context, file: string): Promise<Record<string, unknown>> {
  const { readWhole } = await loadTerminal();
  const content = (await readWhole(resolve(io.cwd, file), mostOfTemplate, theTemplate)).toString("utf8");
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new AppError("INVALID_INPUT", { text: text("cliLetters.notJson"), cause });
  }
  throw new AppError("INVALID_INPUT", { text: text("cliLetters.notAnObject") });
}

const readLogo = async (file: string): Promise<string> => (await loadTerminal()).readPicture(file);

type TemplateFields = InputOf<"letters.saveTemplate">;

/** Values for the fields that a file leaves out. */
const emptyTemplate = { language: "en", logo: null, title: "", introduction: "", closing: "" };

/** A template's fields, from a file and a picture; the console checks them. */
async function templateFrom(context: Context, file: string, logo: string | undefined): Promise<TemplateFields> {
  const fields = await readTemplate(context, file);
  const picture = logo === undefined ? {} : { logo: await readLogo(resolve(context.io.cwd, logo)) };
  // A file can contain anything. A missing name is refused like any other wrong field.
  return { ...emptyTemplate, name: "", ...fields, ...picture } as TemplateFields;
}

/** Replaces a template with the same name. */
async function saveTemplate({ call }: Context, fields: TemplateFields): Promise<Outcome> {
  const { templates } = await call("letters.templates", {});
  const key = nameKey(fields.name.trim());
  const before = templates.find((template) => nameKey(template.name) === key);
  const data = await call("letters.saveTemplate", { ...fields, ...(before ? { id: before.id } : {}) });
  return { data, words: text("cliLetters.templateSaved", { name: data.name }) };
}

async function removeTemplate(context: Context, name: string): Promise<Outcome> {
  const template = await findTemplate(context, name);
  const data = await context.call("letters.deleteTemplate", { id: template.id });
  return { data, words: text("cliLetters.templateDeleted", { name: template.name }) };
}

/** The texts of a page for an invented person, from top to bottom. */
async function previewTemplate(context: Context, name: string): Promise<Outcome> {
  const { id: _id, updatedAt: _updatedAt, ...fields } = await findTemplate(context, name);
  const data = await context.call("letters.previewTemplate", fields);
  const texts = data.marks.flatMap((mark) => (mark.kind === "text" ? [printable(mark.text)] : []));
  return { data, words: texts };
}

function addTemplates(letters: Command, run: Run): void {
  const templates = letters
    .command("templates")
    .description(help("helpTemplates.about"))
    .addHelpText("after", examples("$ countersign letters templates list"));

  templates
    .command("list")
    .description(help("helpTemplates.list"))
    .addHelpText("after", examples("$ countersign letters templates list"))
    .action(() => run(listTemplates));

  templates
    .command("save")
    .description(help("helpTemplates.save"))
    .argument("<file.json>", help("helpTemplates.saveFile"))
    .option("--logo <picture>", help("helpTemplates.saveLogo"))
    .addHelpText("after", examples("$ countersign letters templates save english.json --logo logo.png"))
    .action((file, { logo }) => run(async (context) => saveTemplate(context, await templateFrom(context, file, logo))));

  templates
    .command("delete")
    .description(help("helpTemplates.delete"))
    .argument("<template>", help("help.templateName"))
    .addHelpText("after", examples("$ countersign letters templates delete English"))
    .action((name) => run((context) => removeTemplate(context, name)));

  templates
    .command("preview")
    .description(help("helpTemplates.preview"))
    .argument("<template>", help("help.templateName"))
    .addHelpText("after", examples("$ countersign letters templates preview English"))
    .action((name) => run((context) => previewTemplate(context, name)));
}

export function addLetters(program: Command, run: Run): void {
  const letters = program
    .command("letters")
    .description(help("helpLetters.about"))
    .addHelpText("after", examples("$ countersign letters list --state expired"));

  letters
    .command("list")
    .description(help("helpLetters.list"))
    .addOption(new Option("--state <state>", help("helpLetters.listState")).choices(LetterState.options))
    .addOption(personOption())
    .addOption(formerly("--user <person>", personOption()))
    .option("--search <text>", help("helpLetters.listSearch"))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign letters list --state waiting"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  letters
    .command("reprint")
    .description(help("helpLetters.reprint"))
    .argument("<letters...>", help("help.letterNames"))
    .option("--letters <folder>", help("help.lettersFolder"))
    .option("--pdf <file>", help("help.lettersPdf"))
    .option("--template <name>", help("help.lettersTemplate"))
    .addHelpText("after", examples("$ countersign letters reprint 7K3Q-M9XH --pdf again.pdf"))
    .action((names, options) => run((context) => reprint(context, names, options)));

  letters
    .command("void")
    .description(help("helpLetters.void"))
    .argument("<letters...>", help("help.letterNames"))
    .option("--yes", help("help.yes"), false)
    .addHelpText("after", examples("$ countersign letters void 7K3Q-M9XH"))
    .action((names, { yes }) => run((context) => withdraw(context, names, yes)));

  addTemplates(letters, run);
}
