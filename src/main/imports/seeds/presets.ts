import { resolve } from "node:path";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { type SeedColumns, SeedField, SeedPreset } from "#shared/contract/seeds.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { requireGranted } from "../../files/grants.ts";
import type { Source } from "../../formats/source.ts";
import { deletePreset, listPresets, writePreset } from "../../store/people/import-presets.ts";
import type { Db } from "../../store/store.ts";

/*
 * Which column of a table of seeds is which, remembered under a name: headings, and what the table does not say. No value
 * of a table.
 */

/** How a preset is stored: beside those of tables of people. */
const Stored = SeedPreset.omit({ name: true });

async function presetsIn(db: Db): Promise<SeedPreset[]> {
  const rows = await listPresets(db, "seeds");
  return rows.map(({ name, headers }) => {
    const { of: _, ...kept } = JSON.parse(headers) as Record<string, unknown>;
    return { name, ...Stored.parse(kept) };
  });
}

interface Fitting {
  preset: SeedPreset;
  columns: SeedColumns;
}

type ColumnsCalled = (source: Source, headers: SeedPreset["headers"]) => SeedColumns | null;

/** The preset of that name; of several that fit, the one that names most columns. */
function fittingIn(presets: readonly SeedPreset[], source: Source, called: ColumnsCalled): Fitting | null {
  const fitting = presets.flatMap((preset) => {
    const columns = called(source, preset.headers);
    return columns?.secret === undefined ? [] : [{ preset, columns }];
  });
  const named = ({ columns }: Fitting): number => Object.keys(columns).length;
  return fitting.toSorted((a, b) => named(b) - named(a))[0] ?? null;
}

/** @throws AppError NOT_FOUND */
function presetNamed(presets: readonly SeedPreset[], name: string): SeedPreset {
  const found = presets.find((preset) => preset.name === name);
  if (!found) throw new AppError("NOT_FOUND", { text: text("imports.noSuchPreset") });
  return found;
}

/** @throws AppError NOT_FOUND, INVALID_INPUT: the table does not have the columns of the preset that was asked for */
export async function inspect(
  context: Context,
  { file, columns, preset: name }: ParsedInputOf<"seeds.inspect">,
): Promise<OutputOf<"seeds.inspect">> {
  requireGranted(context, file);
  const presets = await presetsIn(opened(context).store.db);
  const wanted = name === undefined ? presets : [presetNamed(presets, name)];
  // The formats are rarely needed: they must not slow down the start.
  const { columnsCalled } = await import("../../formats/seed-table/any-table.ts");
  const { inspectSeedTable } = await import("../../formats/seed-table/inspect.ts");
  const { withSource } = await import("../../formats/source.ts");
  return withSource(resolve(file), (source) => {
    const fitting = columns === undefined ? fittingIn(wanted, source, columnsCalled) : null;
    if (name !== undefined && fitting === null) {
      const headings = Object.values(wanted[0]?.headers ?? {});
      throw new AppError("INVALID_INPUT", { text: text("seedImports.presetMisfits", { name, headings }) });
    }
    const table = inspectSeedTable(source, fitting?.columns ?? columns ?? null);
    return Promise.resolve({ table: table && { ...table, preset: fitting?.preset ?? null } });
  });
}

const presets = async (context: Context): Promise<OutputOf<"seeds.presets">> => ({
  presets: await presetsIn(opened(context).store.db),
});

/** @throws AppError INVALID_INPUT: a heading is a key */
async function requireHeadings({ headers }: SeedPreset): Promise<void> {
  const { looksLikeKey } = await import("../../formats/seed-table/key-form.ts");
  // A word can be of nothing but such letters; one with figures among them is none.
  const isKey = (heading: string): boolean => /\d/u.test(heading) && looksLikeKey(heading);
  if (!Object.values(headers).some(isKey)) return;
  throw new AppError("INVALID_INPUT", { text: text("seedImports.presetOfKeys") });
}

async function savePreset(context: Context, input: ParsedInputOf<"seeds.savePreset">): Promise<SeedPreset> {
  await requireHeadings(input);
  const { name, headers, ...others } = input;
  // In the order of the fields, whatever order they came in.
  const ordered = Object.fromEntries(
    SeedField.options.flatMap((field) => (headers[field] === undefined ? [] : [[field, headers[field]]])),
  );
  const kept = { headers: ordered, ...others };
  await unaudited(opened(context).store, "own views", (tx) =>
    writePreset(tx, "seeds", { name, headers: JSON.stringify({ of: "seeds", ...kept }) }),
  );
  return { name, ...kept };
}

async function dropPreset(
  context: Context,
  { name }: ParsedInputOf<"seeds.deletePreset">,
): Promise<Record<string, never>> {
  const found = await unaudited(opened(context).store, "own views", (tx) => deletePreset(tx, "seeds", name));
  if (!found) throw new AppError("NOT_FOUND", { text: text("imports.noSuchPreset") });
  return {};
}

export const presetHandlers = {
  presets,
  savePreset,
  deletePreset: dropPreset,
} satisfies Partial<HandlersOf<"seeds">>;
