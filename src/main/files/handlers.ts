import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { defaultPolicy, type Paper } from "#shared/model/policy.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../call/context.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Dialogs } from "../base/ports.ts";
import { isExposed } from "./exposure.ts";
import { requireGranted } from "./grants.ts";
import { requireOutside } from "./outside.ts";
import { readPicture } from "./picture.ts";
import { writePrivateFile } from "./write.ts";

const pdf = { name: text("files.filterPdf"), extensions: ["pdf"] };
const table = { name: text("files.filterTable"), extensions: ["csv", "txt", "tsv"] };
/** Endings that exports usually have; what a file is, its content says. */
const endings = "json txt csv xml pskcxml yml yaml conf oath 2fas bin authpro kdbx 1pux zip png jpg jpeg age";
const seeds = { name: text("files.filterSeeds"), extensions: endings.split(" ") };
const filters = {
  backup: { name: text("files.filterBackup"), extensions: ["age"] },
  sheet: pdf,
  letters: pdf,
  table,
  identity: { name: text("files.filterKey"), extensions: ["age"] },
  seeds,
  keys: seeds,
  audit: { name: text("files.filterAudit"), extensions: ["jsonl", "csv"] },
  auditKey: { name: text("files.filterPublicKey"), extensions: ["pem"] },
};

const savingTitles = {
  backup: text("files.saveBackup"),
  sheet: text("files.savePdf"),
  letters: text("files.saveLetters"),
  table: text("files.saveTable"),
  identity: text("files.saveKey"),
  keys: text("files.saveSeeds"),
  audit: text("files.saveAudit"),
  auditKey: text("files.savePublicKey"),
};
const openingTitles = {
  backup: text("files.chooseBackup"),
  table: text("files.chooseTable"),
  identity: text("files.chooseKey"),
};
const folderTitles = {
  letters: text("files.chooseLettersFolder"),
  destination: text("files.chooseBackupsFolder"),
  keys: text("files.chooseSeedsFolder"),
};

/** @throws AppError DIALOG_UNAVAILABLE */
function dialogsOf(context: Context): Dialogs {
  if (!context.caller.dialogs) throw new AppError("DIALOG_UNAVAILABLE");
  return context.caller.dialogs;
}

const granted = (context: Context, file: string | null): { file: string | null } => {
  if (file !== null) context.caller.files.grant(file);
  return { file };
};

/** For what will be written. @throws AppError IN_DATA_FOLDER right after the choice, not after the work */
async function grantedToWrite(context: Context, file: string | null): Promise<{ file: string | null }> {
  if (file !== null) await requireOutside(context.options.dataDir, file);
  return granted(context, file);
}

async function chooseToSave(
  context: Context,
  input: ParsedInputOf<"files.chooseToSave">,
): Promise<OutputOf<"files.chooseToSave">> {
  const title = savingTitles[input.purpose];
  const filter = filters[input.purpose];
  return grantedToWrite(
    context,
    await dialogsOf(context).chooseToSave({ title, suggestedName: input.suggestedName, filter }),
  );
}

async function chooseToOpen(
  context: Context,
  { purpose }: ParsedInputOf<"files.chooseToOpen">,
): Promise<OutputOf<"files.chooseToOpen">> {
  const request = { title: openingTitles[purpose], filter: filters[purpose] };
  return granted(context, await dialogsOf(context).chooseToOpen(request));
}

async function chooseSeveral(
  context: Context,
  { purpose }: ParsedInputOf<"files.chooseSeveral">,
): Promise<OutputOf<"files.chooseSeveral">> {
  const request = { title: text("files.chooseSeeds"), filter: filters[purpose] };
  const files = await dialogsOf(context).chooseSeveral(request);
  for (const file of files) granted(context, file);
  return { files };
}

const chooseFolder = async (
  context: Context,
  { purpose }: ParsedInputOf<"files.chooseFolder">,
): Promise<OutputOf<"files.chooseFolder">> =>
  grantedToWrite(context, await dialogsOf(context).chooseFolder({ title: folderTitles[purpose] }));

/** The page receives the picture itself, so the file needs no grant. */
async function choosePicture(context: Context): Promise<OutputOf<"files.choosePicture">> {
  const filter = { name: text("files.filterPicture"), extensions: ["png", "jpg", "jpeg"] };
  const file = await dialogsOf(context).chooseToOpen({ title: text("files.choosePicture"), filter });
  return { picture: file === null ? null : await readPicture(file) };
}

/** Before the set-up is finished there is no policy to read. */
const paperOf = async ({ live }: Context): Promise<Paper> =>
  (live.store ? await readPolicy(live.store.db) : defaultPolicy).paper;

/** The dialog has asked before replacing a file of that name. */
async function saveSheet(
  context: Context,
  input: ParsedInputOf<"files.saveSheet">,
): Promise<OutputOf<"files.saveSheet">> {
  requireGranted(context, input.file);
  // The PDF library is large and rarely needed: it must not slow down the start.
  const { renderSheet } = await import("../sheets/render-sheet.ts");
  await writePrivateFile(
    context.options.dataDir,
    input.file,
    await renderSheet(input.sheet, context.now, await paperOf(context)),
  );
  return { file: input.file, exposed: await isExposed(input.file) };
}

export const fileHandlers: HandlersOf<"files"> = {
  chooseToSave,
  chooseToOpen,
  chooseSeveral,
  chooseFolder,
  choosePicture,
  saveSheet,
};

const defaultClearTime = 60_000;

/** Later clears only what is still there, so that nothing of the person's own is lost. */
async function copy(context: Context, input: ParsedInputOf<"clipboard.copy">): Promise<OutputOf<"clipboard.copy">> {
  const { clipboard } = context.caller;
  if (!clipboard) throw new AppError("DIALOG_UNAVAILABLE", { text: text("files.noClipboard") });
  const clearAfter = input.clearAfter ?? defaultClearTime;
  await clipboard.write(input.text);
  const clear = async (): Promise<void> => {
    if ((await clipboard.read()) === input.text) await clipboard.clear();
  };
  setTimeout(() => {
    clear().catch((cause: unknown) => context.options.logger.warn("the clipboard was not cleared", { cause }));
  }, clearAfter).unref();
  return { clearedAt: context.now + clearAfter };
}

export const clipboardHandlers: HandlersOf<"clipboard"> = { copy };
