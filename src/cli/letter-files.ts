import { mkdir, rm } from "node:fs/promises";
import type { InputOf } from "#shared/contract/index.ts";
import type { LetterReport, LetterTemplate } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { withClaimedFile } from "./claimed-file.ts";
import type { Context } from "./context.ts";
import { newPath, warnIfExposed } from "./new-path.ts";

export interface LetterOutput {
  /** A folder for one file each. */
  letters?: string | undefined;
  /** One file for all. */
  pdf?: string | undefined;
}

type Into = InputOf<"letters.issue">["into"];

/**
 * Has letters written where the person chose: into a folder, which is created, or into one new file.
 *
 * @throws AppError INVALID_INPUT for neither or both, FILE_EXISTS
 */
export async function writeLetters(
  context: Context,
  { letters, pdf }: LetterOutput,
  print: (into: Into) => Promise<LetterReport>,
): Promise<LetterReport> {
  if ((letters === undefined) === (pdf === undefined)) {
    throw new AppError("INVALID_INPUT", {
      text: text("cliLetters.sayWhere"),
    });
  }
  if (letters !== undefined) {
    const folder = await newPath(context, letters);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const report = await print({ kind: "folder", folder });
    warnIfExposed(context, report.exposed);
    return report;
  }
  return withClaimedFile(context, pdf ?? "", async (file) => {
    const report = await print({ kind: "file", file });
    warnIfExposed(context, report.exposed);
    if (report.path === null) await rm(file, { force: true });
    return report;
  });
}

/** Finds a template named on the command line, in any case. @throws AppError NOT_FOUND */
export async function findTemplate({ call }: Context, name: string): Promise<LetterTemplate> {
  const { templates } = await call("letters.templates", {});
  const found = templates.find((template) => nameKey(template.name) === nameKey(name.trim()));
  if (!found) throw new AppError("NOT_FOUND", { text: text("cliLetters.noTemplate", { name }) });
  return found;
}

/** The id of the named template, as part of an input. */
export const templateChoice = async (
  context: Context,
  name: string | undefined,
): Promise<Pick<InputOf<"letters.issue">, "template">> =>
  name === undefined ? {} : { template: (await findTemplate(context, name)).id };
