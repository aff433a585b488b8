import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const sources = fileURLToPath(new URL("../../../src/", import.meta.url));

/** What can make, change or name a file. `open` reads too, and is named in any case. */
const changing =
  /\b(?:open|openSync|writeFile(?:Sync)?|appendFile(?:Sync)?|createWriteStream|mkdir(?:Sync)?|mkdtemp(?:Sync)?|rename(?:Sync)?|copyFile(?:Sync)?|cp(?:Sync)?|link(?:Sync)?|symlink(?:Sync)?|truncate(?:Sync)?|ftruncate(?:Sync)?|default as \w+)\b/u;

const imported = /import (?:type )?(?:(\w+)|\{([^}]*)\}|\* as (\w+)) from "(?:node:)?fs(?:\/promises)?"/gu;

const changes = (text: string): boolean =>
  [...text.matchAll(imported)].some(
    ([, whole, names = "", space]) => (whole ?? space) !== undefined || changing.test(names),
  );

/**
 * Every module that can change files, and why it may.
 * `guarded`: it writes for a person, and calls the guard itself.
 * `below`: it writes where a guarded module has told it to: a partial file, a marked folder.
 * `own`: it writes in the data folder, in a folder of the system for what is temporary, or nothing that a person named.
 * `reads`: it opens files only to read them.
 */
const modules: Record<string, "guarded" | "below" | "own" | "reads"> = {
  "chromium-host/app/single-instance.ts": "own",
  "chromium-host/browser/profile.ts": "own",
  "cli/claimed-file.ts": "guarded",
  "cli/letter-files.ts": "guarded",
  "cli/new-file.ts": "guarded",
  "cli/session-file.ts": "own",
  "main/audit-log/export-job.ts": "below",
  "main/audit-log/streams/json-file.ts": "below",
  "main/audit-log/verify-file.ts": "reads",
  "main/backups/archive/age/decrypt.ts": "reads",
  "main/backups/archive/describe.ts": "reads",
  "main/backups/archive/receive.ts": "own",
  "main/backups/archive/restore.ts": "own",
  "main/backups/archive/switch.ts": "own",
  "main/files/workspace.ts": "guarded",
  "main/backups/archive/write-backup.ts": "below",
  "main/demo/folder.ts": "own",
  "main/backups/destinations/bucket-content.ts": "reads",
  "main/backups/destinations/folder.ts": "guarded",
  "main/backups/destinations/new-file.ts": "below",
  "main/backups/destinations/plain-file.ts": "reads",
  "main/system/logger.ts": "own",
  "main/formats/csv/csv-writer.ts": "below",
  "main/formats/csv/table.ts": "reads",
  "main/formats/countersign-backup/read-backup.ts": "own",
  "main/formats/source.ts": "reads",
  "main/files/durable.ts": "below",
  "main/base/read-whole.ts": "reads",
  "main/files/write.ts": "below",
  "main/index.ts": "own",
  "main/enrolment/letters/pdf.ts": "below",
  "main/enrolment/letters/publish.ts": "below",
  "main/base/no-dumps.ts": "own",
  "main/store/data-folder.ts": "reads",
  "main/store/desk-file.ts": "own",
  "main/store/sqlite/growing-file.ts": "own",
  "main/store/sqlite/import-staging.ts": "own",
  "main/store/sqlite/keep-before.ts": "own",
  "main/store/sqlite/lock.ts": "own",
  "main/store/private.ts": "own",
  "main/store/sqlite/open.ts": "own",
  "main/store/sync-path.ts": "reads",
  "main/targets/export-job.ts": "below",
  "main/imports/seeds/prepared-file.ts": "own",
  "main/targets/growing.ts": "below",
  "main/targets/notes.ts": "own",
  "main/targets/spool.ts": "below",
};

it("every module that can change files is known, with what keeps it out of data folders", () => {
  const found = globSync("**/*.ts*", { cwd: sources }).filter((name) =>
    changes(readFileSync(join(sources, name), "utf8")),
  );
  expect(found.toSorted()).toEqual(Object.keys(modules).toSorted());
});

it("those that write for a person call the guard", () => {
  const guarded = Object.entries(modules).flatMap(([name, kind]) => (kind === "guarded" ? [name] : []));
  const calling = guarded.filter((name) =>
    /\b(?:requireOutside|newPath)\(/u.test(readFileSync(join(sources, name), "utf8")),
  );
  expect(calling).toEqual(guarded);
});
