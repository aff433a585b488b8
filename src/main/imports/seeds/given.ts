import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { damaged } from "../../formats/faults.ts";
import type { Candidate, Opening } from "../../formats/format.ts";
import { formatOf, type ReadFormat } from "../../formats/registry.ts";
import { type Source, sourcesOf, withSource } from "../../formats/source.ts";

/** Files of one import: more people than a server has. */
const mostFiles = 10_000;

/** What somebody chose, once its format is known. */
export interface Given {
  format: ReadFormat;
  /** SHA-256 in hex; of several files, of their digests in their order. */
  digest(): Promise<string>;
  entries(opening: Opening): AsyncIterable<Candidate>;
}

/** A folder stands for the files in it by their names, without its folders, links and hidden files. */
async function filesIn(chosen: string): Promise<string[]> {
  if (!(await stat(chosen)).isDirectory()) return [chosen];
  const entries = await readdir(chosen, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => join(chosen, name))
    .toSorted();
}

/** @throws AppError FORMAT_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR */
async function allFiles(chosen: readonly string[]): Promise<readonly [string, ...string[]]> {
  const files: string[] = [];
  for (const one of chosen) {
    const found = await filesIn(one).catch((thrown: unknown) => {
      throw toAppError(thrown);
    });
    // Not all at once: a folder may have more than fit into a call.
    for (const file of found) files.push(file);
  }
  const [first, ...others] = files;
  if (first === undefined) throw damaged(text("seedImports.noFiles"));
  if (files.length > mostFiles) throw damaged(text("seedImports.tooManyFiles", { most: mostFiles }));
  return [first, ...others];
}

async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for await (const source of sourcesOf(files)) hash.update(await source.digest());
  return hash.digest("hex");
}

/** The entries of several files. One that is of another kind is an entry that cannot be kept. */
async function* entriesOf(
  files: readonly string[],
  { read, title }: ReadFormat,
  opening: Opening,
): AsyncGenerator<Candidate> {
  const others: { account: string; fault: Text }[] = [];
  const other = (file: string, fault: Text): void => void others.push({ account: basename(file), fault });
  async function* ofThisKind(): AsyncGenerator<Source> {
    for await (const source of sourcesOf(files, other)) {
      opening.signal.throwIfAborted();
      if (read.detect(source)) yield source;
      else other(source.file, text("seedImports.otherKind", { format: title }));
    }
  }
  let last = 0;
  for await (const entry of read.together?.(ofThisKind(), opening) ?? []) {
    last = entry.at;
    yield entry;
  }
  for (const each of others) yield { at: (last += 1), type: "", ...each };
}

/**
 * The format of several files: the first one that is known and of which several are one import.
 *
 * @throws AppError FORMAT_UNKNOWN, FORMAT_UNREADABLE
 */
async function formatOfAll(files: readonly string[], id: string | undefined): Promise<ReadFormat> {
  let why: AppError | null = null;
  for await (const source of sourcesOf(files)) {
    try {
      const format = formatOf(source, id);
      if (format.read.together) return format;
      why ??= damaged(text("seedImports.oneByOne", { format: format.title }));
    } catch (thrown) {
      why ??= toAppError(thrown);
    }
  }
  throw why ?? damaged(text("seedImports.noFiles"));
}

/**
 * Opens what somebody chose: one file, or several files and folders that are one import.
 *
 * @param files paths, at least one
 * @param id of the format; found out from what is in the files if omitted
 * @throws AppError FORMAT_UNKNOWN, FORMAT_UNREADABLE, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function withGiven<T>(
  chosen: readonly string[],
  id: string | undefined,
  work: (given: Given) => Promise<T>,
): Promise<T> {
  const files = await allFiles(chosen);
  const alone = files.length === 1 && files[0] === chosen[0];
  if (alone) {
    return withSource(files[0], async (source) => {
      const format = formatOf(source, id);
      return work({
        format,
        digest: () => source.digest(),
        entries: (opening) => format.read.read(source, opening),
      });
    });
  }
  const format = await formatOfAll(files, id);
  return work({ format, digest: () => digestOf(files), entries: (opening) => entriesOf(files, format, opening) });
}
